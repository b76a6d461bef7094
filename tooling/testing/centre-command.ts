/** `npm start` or `npm run pbx` as somebody types it: on an empty data folder and a free port, with what it says. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HocuspocusProvider } from '@hocuspocus/provider'
import { expect, vi } from 'vitest'
import { freeTcpPort } from '#asterisk/ports.ts'
import { lineName } from '#domain/documents/names.ts'
import type { ClinicId } from '#domain/ids.ts'
import { openSecrets } from '#sync-server/secrets.ts'
import { ownExchangeSettings } from '../exchange.ts'
import { root } from '../root.ts'

export interface CentreCommand {
  folder: string
  url: string
  /** All that it has said so far. */
  said(): string
  /** Everybody's view of a clinic's line; `destroy` it. */
  watchLine(clinic: ClinicId): HocuspocusProvider
  /** Ids of the processes that it has started, and they in turn. */
  processes(): number[]
  /** Asks it to end, and resolves with exit code and signal. */
  stop(): Promise<unknown>
  /** Whatever became of it: nothing is left. */
  remove(): void
}

/** Resolves when it has said that all is up. `patience` in milliseconds: it may have to build the client first. */
export async function startCentreCommand(
  script: string,
  patience: number,
  more: NodeJS.ProcessEnv = {},
): Promise<CentreCommand> {
  const folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
  const port = await freeTcpPort('127.0.0.1')
  const url = `http://127.0.0.1:${port}`
  const command = spawn(process.execPath, [join(root, script)], {
    cwd: root,
    env: { ...environment(folder, port), ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  command.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  const remove = () => {
    command.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  const up = vi.waitFor(() => expect(said).toContain('Ctrl-C'), { timeout: patience })
  const ended = once(command, 'exit').then(([code]) => {
    throw new Error(`${script} ended with ${code}`)
  })
  try {
    await Promise.race([up, ended])
  } catch (error) {
    remove()
    throw error
  }
  return {
    folder,
    url,
    said: () => said,
    watchLine: (clinic) =>
      new HocuspocusProvider({
        url: `${url.replace('http', 'ws')}/sync`,
        name: lineName(clinic),
        token: openSecrets(folder).service,
      }),
    processes: () => startedBy(command.pid ?? 0),
    stop: () => stop(command),
    remove,
  }
}

/** Of a command on this folder and port, whatever is set on this machine. */
export function environment(folder: string, port: number): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('KARTOTEKA_'))
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C.UTF-8',
    KARTOTEKA_DATA: folder,
    KARTOTEKA_PORT: String(port),
    // Whatever the settings file of this machine names.
    ...Object.fromEntries(ownExchangeSettings.map((name) => [name, ''])),
  }
}

function startedBy(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter(Boolean)
    .map(Number)
  return children.flatMap((child) => [child, ...startedBy(child)])
}

async function stop(command: ChildProcess): Promise<unknown> {
  const ended = once(command, 'exit')
  command.kill('SIGTERM')
  return ended
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
