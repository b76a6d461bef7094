/** A call as tests need it. */
import { known, parseCallId, parseClinicId } from '#domain/ids.ts'
import { parsePhone } from '#domain/phone.ts'
import type { LineCall } from '#domain/telephony/call.ts'

export function aCall(fields: Partial<LineCall> = {}): LineCall {
  return {
    id: known(parseCallId, '1789000000.1'),
    clinic: known(parseClinicId, 'alpha'),
    direction: 'incoming',
    state: 'waiting',
    did: known(parsePhone, '+74951200001'),
    number: known(parsePhone, '+79161112233'),
    startedAt: 1_789_000_000_000,
    ringing: [],
    answeredAt: null,
    endedAt: null,
    operator: null,
    outcome: null,
    hungUpBy: null,
    recorded: false,
    ...fields,
  }
}
