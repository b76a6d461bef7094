/** Calls as the bridge and filing write them, for documents that are about one. */
import type * as Y from 'yjs'
import { known, parseCallId, parseClinicId, type CallId, type ClinicId } from '#domain/ids.ts'
import { parsePhone } from '#domain/phone.ts'
import { recordOf, type CallRecord, type LineCall } from '#domain/telephony/call.ts'

function talk(id: CallId, clinic: ClinicId): LineCall {
  return {
    id,
    clinic,
    direction: 'incoming',
    state: 'talking',
    did: known(parsePhone, '+74951200001'),
    number: null,
    startedAt: 1_789_000_000_000,
    ringing: [],
    answeredAt: 1_789_000_005_000,
    endedAt: null,
    operator: null,
    outcome: null,
    hungUpBy: null,
    recorded: false,
  }
}

/** The call goes on. To be written by the bridge into a line. */
export const putOnLine =
  (call: string, clinic = 'alpha') =>
  (line: Y.Doc): void =>
    void line.getMap('calls').set(call, talk(known(parseCallId, call), known(parseClinicId, clinic)))

/** The call is over. */
export function filedTalk(call: string): CallRecord | undefined {
  const over = { ...talk(known(parseCallId, call), known(parseClinicId, 'alpha')), state: 'ended' } as const
  return recordOf({ ...over, endedAt: 1_789_000_050_000, outcome: 'answered' })
}

/** To be written by filing into a card. */
export const putOnCard =
  (call: string) =>
  (card: Y.Doc): void =>
    void card.getMap('calls').set(call, filedTalk(call))
