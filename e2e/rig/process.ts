/** A process of the product under test: started, killed and started again on the same place. */
import { fork, type ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { nodeArguments } from '#tooling/node-arguments.ts'

export interface ProductProcess {
  /** What the process said when it was ready; `undefined` for those that say nothing. */
  readonly ready: unknown
  readonly pid: number
  /** `kill -9`; resolves when the process is gone. */
  kill(): Promise<void>
  /** Asks it to end, and resolves when it has. */
  end(): Promise<void>
}

export interface ProductProcessOptions {
  /** From the project's root. */
  script: string
  environment: NodeJS.ProcessEnv
  logFile: string
  /** True when the process says over its channel that it is ready. */
  saysReady: boolean
}

/** A process that is killed, and started again on the same place. */
export interface Restartable {
  kill(): Promise<void>
  start(): Promise<void>
  end(): Promise<void>
}

export async function restartable(run: () => Promise<ProductProcess>): Promise<Restartable> {
  let running = await run()
  return {
    kill: () => running.kill(),
    async start() {
      running = await run()
    },
    end: () => running.end(),
  }
}

const root = new URL('../../', import.meta.url)

export async function startProcess(options: ProductProcessOptions): Promise<ProductProcess> {
  const log = openSync(options.logFile, 'a')
  const child = fork(fileURLToPath(new URL(options.script, root)), {
    execArgv: [...nodeArguments],
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = options.saysReady ? await firstMessage(child, options) : undefined
  const endBy = (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    return gone
  }
  return { ready, pid: child.pid ?? 0, kill: () => endBy('SIGKILL'), end: () => endBy('SIGTERM') }
}

function firstMessage(child: ChildProcess, { script, logFile }: ProductProcessOptions): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}; its log is ${logFile}`)))
  })
}
