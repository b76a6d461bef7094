/** One process of the centre, kept running: started again when it ends by itself, later and later if it keeps ending. */
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Words } from '#domain/clinics/clinic.ts'
import { nodeArguments } from './node-arguments.ts'
import { root } from './root.ts'

export interface PartOptions {
  /** What people call it. */
  name: Words
  /** The file to run, from the project's root. */
  script: string
  environment: Readonly<Record<string, string>>
  /** Where its log goes; added to, never emptied. */
  logFile: string
  say: (words: Words) => void
  /** Told what the process sends over its channel, at each start. */
  onMessage?: (message: unknown) => void
}

export interface Part {
  /** Ends it for good; resolves when the process is gone. */
  stop(): Promise<void>
}

/** Milliseconds before the first restart; doubles each time up to the longest. */
const firstPause = 500
const longestPause = 15_000
/** A process that has run this long is well, and its next restart is a first one. */
const isWell = 30_000
/** How long a process may take to end when asked. */
const patience = 8_000

export function keepRunning(options: PartOptions): Part {
  const { name, script, environment, logFile, say, onMessage } = options
  let child: ChildProcess | undefined
  let pause = firstPause
  let restart: NodeJS.Timeout | undefined
  let stopping = false

  function start(): void {
    mkdirSync(dirname(logFile), { recursive: true })
    const log = openSync(logFile, 'a')
    const startedAt = Date.now()
    const running = spawn(process.execPath, [...nodeArguments, resolve(root, script)], {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', log, log, 'ipc'],
      // Ctrl-C in the terminal is the supervisor's to hear; it ends its parts in order.
      detached: true,
    })
    closeSync(log)
    child = running
    if (onMessage) running.on('message', onMessage)
    running.on('error', (error) =>
      say({ ru: `${name.ru}: ${error.message}`, en: `${name.en}: ${error.message}` }),
    )
    running.on('exit', (code, signal) => {
      child = undefined
      if (stopping) return
      if (Date.now() - startedAt > isWell) pause = firstPause
      const how = signal ?? `${code}`
      const seconds = pause / 1000
      say({
        ru: `${name.ru}: процесс завершился (${how}), запускаю снова через ${seconds} с. Журнал: ${logFile}`,
        en: `${name.en}: the process ended (${how}), starting it again in ${seconds} s. Log: ${logFile}`,
      })
      restart = setTimeout(start, pause)
      pause = Math.min(pause * 2, longestPause)
    })
  }
  start()

  return {
    stop: () =>
      new Promise((gone) => {
        stopping = true
        clearTimeout(restart)
        if (!child) return gone()
        const running = child
        const impatient = setTimeout(() => running.kill('SIGKILL'), patience)
        running.once('exit', () => {
          clearTimeout(impatient)
          gone()
        })
        running.kill('SIGTERM')
      }),
  }
}
