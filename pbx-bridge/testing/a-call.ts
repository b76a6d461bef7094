/** A call as tests need it. */
import { known, parseCallId, parseClinicId } from '#domain/ids.ts'
import { isPhone, type PhoneNumber } from '#domain/phone.ts'
import type { LineCall } from '#domain/telephony/call.ts'

export function phone(text: string): PhoneNumber {
  if (!isPhone(text)) throw new RangeError(`not a phone number: ${text}`)
  return text
}

export function aCall(fields: Partial<LineCall> = {}): LineCall {
  return {
    id: known(parseCallId, '1789000000.1'),
    clinic: known(parseClinicId, 'alpha'),
    direction: 'incoming',
    state: 'waiting',
    did: phone('+74951200001'),
    number: phone('+79161112233'),
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
