/** Actions as AMI wants them written. A value that would begin a line of its own never goes out. */
import { randomBytes } from 'node:crypto'

export type ActionFields = Readonly<Record<string, string>>

/** Unguessable, so that nobody on the telephone can answer in the PBX's name. */
export function newActionId(): string {
  return randomBytes(12).toString('hex')
}

/** The first value (or key) that holds a line break; `undefined` when all are clean. */
export function unsafeField(fields: ActionFields): string | undefined {
  return Object.entries(fields).find(([key, value]) => /[\r\n\0]/.test(key + value))?.[0]
}

/** Throws a RangeError when a value holds a line break. */
export function formatAction(name: string, actionId: string, fields: ActionFields): string {
  const all = { Action: name, ActionID: actionId, ...fields }
  const unsafe = unsafeField(all)
  if (unsafe !== undefined) throw new RangeError(`line break in ${unsafe} of AMI action ${name}`)
  const lines = Object.entries(all).map(([key, value]) => `${key}: ${value}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}
