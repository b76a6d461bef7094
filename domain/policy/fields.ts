/** What each field may hold. Sizes are in characters (UTF-16 code units). */
import * as v from 'valibot'
import { longestAnswer } from '#domain/clinics/topic-form.ts'
import {
  appointmentStatuses,
  priorities,
  relations,
  sexes,
  type AppointmentField,
  type ProfileField,
} from '#domain/documents/card.ts'
import { callId, clinicId, patientId, personId, phoneNumber } from '#domain/schemas.ts'
import { recordingStates } from '#domain/telephony/call.ts'

const text = (characters: number) => v.pipe(v.string(), v.maxLength(characters))
/** `Date.parse` takes 30 February for 1 March. */
function isInCalendar(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date)
}
const isoDate = v.pipe(v.string(), v.isoDate(), v.check(isInCalendar))
const isoInstant = v.pipe(
  v.string(),
  v.maxLength(40),
  v.check(
    (at) => /^\d{4}-\d\d-\d\dT/.test(at) && isInCalendar(at.slice(0, 10)) && !Number.isNaN(Date.parse(at)),
  ),
)
const milliseconds = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

export const profileValues: Readonly<Record<ProfileField, v.GenericSchema>> = {
  familyName: text(100),
  givenName: text(100),
  patronymic: text(100),
  birthDate: isoDate,
  sex: v.picklist(sexes),
  relation: v.picklist(relations),
  source: text(100),
  region: text(100),
  tags: v.pipe(v.array(text(40)), v.maxLength(20)),
  priority: v.picklist(priorities),
  pin: personId,
  callbackAt: isoInstant,
}

export const appointmentValues: Readonly<Record<AppointmentField, v.GenericSchema>> = {
  doctor: text(100),
  branch: text(100),
  service: text(100),
  at: isoInstant,
  status: v.picklist(appointmentStatuses),
}

export const phoneEntry = v.strictObject({ label: text(60) })
export const disposition = v.strictObject({
  result: text(60),
  comment: text(2000),
  by: personId,
  answers: v.exactOptional(v.record(v.string(), v.union([text(longestAnswer), v.number()]))),
})

const longestRequest = 3_000
export const fieldRequest = v.strictObject({
  value: v.optional(
    v.pipe(
      v.unknown(),
      v.check((value) => JSON.stringify(value).length <= longestRequest, 'too long'),
    ),
  ),
})

export const callRecord = v.strictObject({
  id: callId,
  direction: v.picklist(['incoming', 'outgoing']),
  did: phoneNumber,
  number: v.nullable(phoneNumber),
  startedAt: milliseconds,
  answeredAt: v.nullable(milliseconds),
  endedAt: milliseconds,
  operator: v.nullable(personId),
  outcome: v.picklist(['answered', 'abandoned', 'timeout', 'busy', 'no-answer', 'failed', 'unknown']),
  hungUpBy: v.nullable(v.picklist(['patient', 'operator', 'unknown'])),
  recording: v.picklist(recordingStates),
})

export const lineCall = v.strictObject({
  ...v.omit(callRecord, ['recording', 'endedAt', 'outcome']).entries,
  clinic: clinicId,
  state: v.picklist(['menu', 'waiting', 'ringing', 'talking', 'ended']),
  ringing: v.pipe(v.array(personId), v.maxLength(200)),
  endedAt: v.nullable(milliseconds),
  outcome: v.nullable(callRecord.entries.outcome),
  recorded: v.boolean(),
})

export const matches = v.strictObject({
  known: v.pipe(
    v.array(v.strictObject({ patient: patientId, name: text(320), birthDate: text(10) })),
    v.maxLength(50),
  ),
  region: v.strictObject({ ru: text(100), en: text(100) }),
})
export const chosenPatient = patientId
export const pbxState = v.strictObject({
  state: v.picklist(['connected', 'reconnecting']),
  training: v.boolean(),
})

/** A note may be long, a paste is bounded. */
export const longestInsertion = 20_000
