/** The parts as processes, when whoever started them is killed and can stop nobody any more. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freeTcpPort } from '#asterisk/ports.ts'
import { makeSecret, openSecrets } from '#sync-server/secrets.ts'
import { bridgeEnvironment } from './exchange.ts'
import { root } from './root.ts'

let folder: string
let part: ChildProcess
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
})
afterEach(() => {
  part.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function start(script: string, amiPort: number): Promise<void> {
  const place = { amiPort, recordings: folder, queueLog: join(folder, 'queue_log') }
  part = fork(join(root, script), {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      ...process.env,
      ...bridgeEnvironment(openSecrets(folder), place),
      KARTOTEKA_DATA: folder,
      KARTOTEKA_DEMONSTRATION: '0',
      KARTOTEKA_PORT: '0',
      KARTOTEKA_SERVER: `http://127.0.0.1:${await freeTcpPort('127.0.0.1')}`,
      KARTOTEKA_SERVICE_SECRET: makeSecret(),
    },
  })
}

/** Answers the exit code. */
async function endsWithoutStarter(): Promise<unknown> {
  const ended = once(part, 'exit')
  part.disconnect()
  return (await ended)[0]
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

describe('when whoever started it has gone', () => {
  it('the sync server ends', async () => {
    await start('sync-server/main.ts', 1)
    await once(part, 'message')
    expect(await endsWithoutStarter()).toBe(0)
  })

  it('the bridge ends', async () => {
    await start('pbx-bridge/main.ts', await freeTcpPort('127.0.0.1'))
    await once(part.stdout ?? part, 'data')
    expect(await endsWithoutStarter()).toBe(0)
  })

  it('the training line ends', async () => {
    const port = await freeTcpPort('127.0.0.1')
    await start('asterisk/training-line/main.ts', port)
    await expect.poll(() => answers(port), { timeout: 20_000 }).toBe(true)
    expect(await endsWithoutStarter()).toBe(0)
  })
})
