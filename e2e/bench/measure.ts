/** Percentiles, and a server process that tells what it uses. */
import { fork, type ChildProcess } from 'node:child_process'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Usage } from './servers/serve.ts'

/** `share` between 0 and 1; NaN when there is nothing to tell of. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export interface ServerProcess {
  port: number
  usage(): Promise<Usage>
  stop(): Promise<void>
}

export async function startServerProcess(
  name: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<ServerProcess> {
  const child = fork(fileURLToPath(new URL(`./servers/${name}.ts`, import.meta.url)), {
    execArgv: ['--expose-gc'],
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { port } = await answer<{ port: number }>(child)
  return {
    port,
    usage() {
      const told = answer<Usage>(child)
      child.send('usage')
      return told
    },
    stop() {
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.disconnect()
      return ended
    },
  }
}

function answer<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('the server process ended'))
    child.once('exit', onExit)
    child.once('message', (message) => {
      child.off('exit', onExit)
      resolve(message as Message)
    })
  })
}

/**
 * Milliseconds that this disk takes to put 4 KB down for good, in the middle of 200 tries that come as far apart as
 * commits do under the load: a disk that is asked again at once answers several times faster.
 */
export async function fsyncMilliseconds(pause: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'kartoteka-fsync-'))
  const file = openSync(join(folder, 'file'), 'w')
  const page = Buffer.alloc(4096, 1)
  const taken: number[] = []
  for (let attempt = 0; attempt < 200; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, pause))
    const begun = performance.now()
    writeSync(file, page)
    fdatasyncSync(file)
    taken.push(performance.now() - begun)
  }
  closeSync(file)
  rmSync(folder, { recursive: true })
  return percentile(taken, 0.5)
}
