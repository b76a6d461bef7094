/** What the sync server may ask of the bridge, as stateless messages on `line/<clinic>` (docs/connect.md). */
import * as v from 'valibot'
import type { CallId } from '#domain/ids.ts'
import { callId } from '#domain/schemas.ts'

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

const Message = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    type: v.literal('command'),
    id: v.pipe(v.string(), v.maxLength(64)),
    command: v.picklist(['answer', 'hangup']),
    call: callId,
    extension: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^\d{2,6}$/))), null),
  }),
)

/** `undefined` for messages that are no command. */
export function parseCommand(payload: string): Command | undefined {
  const parsed = v.safeParse(Message, payload)
  if (!parsed.success) return undefined
  const { id, command, call, extension } = parsed.output
  return { id, command, call, extension }
}
