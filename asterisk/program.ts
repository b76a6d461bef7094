/** Asterisk as a process on a folder of configuration: started, asked on its console, ended. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { AsteriskInstall } from './install.ts'

const exec = promisify(execFile)

export interface AsteriskProgram {
  pid: number
  /** Resolves when the process has ended, whoever ended it. */
  gone: Promise<void>
  /** One command of Asterisk's console; resolves with what it printed. */
  cli(command: string): Promise<string>
  /** `SIGTERM` hangs up what is left; resolves when the process is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

export interface AsteriskPlace {
  install: AsteriskInstall
  /** With `asterisk.conf` in it. */
  configuration: string
  /** Gets the file `console`: what Asterisk prints. */
  log: string
}

/** Milliseconds; it takes half a second on an idle machine. */
const bootDeadline = 30_000

/** Resolves when Asterisk is fully booted. Rejects with what it said when it does not come up. */
export async function startProgram({ install, configuration, log }: AsteriskPlace): Promise<AsteriskProgram> {
  const [program, ...before] = install.command
  const own = [...before, '-C', path.join(configuration, 'asterisk.conf')]
  const cli = async (command: string): Promise<string> =>
    (await exec(program, [...own, '-rx', command], { maxBuffer: 16 * 1024 * 1024 })).stdout

  const child = spawn(program, [...own, '-f', '-n'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = createWriteStream(path.join(log, 'console'), { flags: 'a' })
  child.stdout.pipe(said, { end: false })
  child.stderr.pipe(said, { end: false })
  const endWithUs = (): boolean => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  const gone = once(child, 'exit').then(() => {
    said.end()
    process.off('exit', endWithUs)
  })
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (isRunning(child)) child.kill(signal)
    await gone
  }

  try {
    await booted(child, cli)
  } catch (error) {
    await end('SIGKILL')
    const words = await readFile(path.join(log, 'console'), 'utf8')
    throw new Error(`Asterisk did not start\n${words.split('\n').slice(-20).join('\n')}`, { cause: error })
  }
  return { pid: child.pid ?? 0, gone, cli, end }
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null

/** The console cannot be reached until its socket is there. */
async function booted(child: ChildProcess, cli: (command: string) => Promise<string>): Promise<void> {
  const deadline = Date.now() + bootDeadline
  for (;;) {
    if (!isRunning(child)) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`)
    const answer = await cli('core waitfullybooted').catch((error: unknown) => error)
    if (typeof answer === 'string' && answer.includes('fully booted')) return
    if (Date.now() > deadline) throw new Error('it took too long', { cause: answer })
    await delay(50)
  }
}
