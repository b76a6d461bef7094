/** The server's log: JSON, one line an entry, on standard output. Nothing that is a patient's, and no secrets. */
import { pino, type Logger } from 'pino'
import { tellError } from '#domain/tell-error.ts'
import type { Settings } from './settings.ts'

export function openLog(level: Settings['logLevel']): Logger {
  return pino({ level, base: { part: 'sync-server' }, serializers: { err: tellError } })
}

/**
 * Hocuspocus tells the console of its errors, message and all, and strangers cause many. From here on its own words and
 * what may be told of the error go to the log instead.
 */
export function takeOverConsole(log: Logger): void {
  const into =
    (level: 'warn' | 'error') =>
    (...said: unknown[]): void => {
      const [first] = said
      const err = said.find((part) => part instanceof Error)
      log[level]({ ...(err && { err }) }, typeof first === 'string' ? first : 'a library complained')
    }
  Object.assign(globalThis.console, { warn: into('warn'), error: into('error') })
}
