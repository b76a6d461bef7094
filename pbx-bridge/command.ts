/** What the sync server may ask of the bridge, as stateless messages on `line/<clinic>` (docs/connect.md). */
import * as v from 'valibot'
import { parseCallId, type CallId } from '#domain/ids.ts'

export interface Command {
  id: string
  command: 'answer' | 'hangup'
  call: CallId
  /** The telephone of whoever asks; answering needs it. */
  extension: string | null
}

export type CommandFailure =
  /** The bridge knows no such call, or it is over. */
  | 'call-gone'
  /** Somebody talks already. */
  | 'not-waiting'
  /** The PBX did not carry it out in time; whether it will is not known. */
  | 'expired'
  | 'refused'

export type CommandResult = { done: true } | { done: false; code: CommandFailure }

const Message = v.object({
  type: v.literal('command'),
  id: v.pipe(v.string(), v.maxLength(64)),
  command: v.picklist(['answer', 'hangup']),
  call: v.pipe(v.string(), v.transform(parseCallId)),
  extension: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^\d{2,6}$/))), null),
})

/** `undefined` for messages that are no command. */
export function parseCommand(payload: string): Command | undefined {
  let json: unknown
  try {
    json = JSON.parse(payload)
  } catch {
    return undefined
  }
  const parsed = v.safeParse(Message, json)
  if (!parsed.success || parsed.output.call === undefined) return undefined
  const { id, command, call, extension } = parsed.output
  return { id, command, call, extension }
}
