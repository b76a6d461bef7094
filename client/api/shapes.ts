/** What the server's answers look like, checked where they come in. */
import * as v from 'valibot'
import { clinicColours, lockableFields, topics } from '#domain/clinics/clinic.ts'
import { question } from '#domain/clinics/topic-form.ts'
import { parseAppointmentId, parseCallId, parseClinicId, parsePatientId, parsePersonId } from '#domain/ids.ts'
import { callKinds, roles } from '#domain/people/person.ts'
import { isPhone, type PhoneNumber } from '#domain/phone.ts'
import { recordingStates } from '#domain/telephony/call.ts'

/** A branded id, or the reason it is none. */
const idOf = <Id extends string>(parse: (text: string) => Id | undefined) =>
  v.pipe(
    v.string(),
    v.rawTransform<string, Id>(({ dataset, addIssue, NEVER }) => {
      const id = parse(dataset.value)
      if (id !== undefined) return id
      addIssue({ message: 'not an id' })
      return NEVER
    }),
  )

export const clinicId = idOf(parseClinicId)
export const patientId = idOf(parsePatientId)
export const personId = idOf(parsePersonId)
export const callId = idOf(parseCallId)
export const appointmentId = idOf(parseAppointmentId)
export const phone = v.custom<PhoneNumber>(isPhone)

const sentence = v.object({ ru: v.string(), en: v.string() })

export const clinic = v.object({
  id: clinicId,
  name: sentence,
  colour: v.picklist(clinicColours),
  greeting: sentence,
  timeZone: v.string(),
  dids: v.array(v.object({ number: phone, source: v.string(), label: sentence })),
  dispositions: v.array(v.object({ id: v.string(), label: sentence, topic: v.picklist(topics) })),
  forms: v.record(v.picklist(topics), v.array(question)),
  lockedFields: v.array(v.picklist(lockableFields)),
  branches: v.array(v.string()),
  doctors: v.array(v.object({ name: v.string(), service: v.string() })),
  sources: v.array(v.string()),
  workingHours: v.array(v.object({ weekday: v.number(), opens: v.string(), closes: v.string() })),
  queueTimeout: v.number(),
})

export const person = v.object({
  kind: v.literal('person'),
  id: personId,
  name: v.string(),
  role: v.picklist(roles),
  grants: v.array(v.object({ clinic: clinicId, kinds: v.array(v.picklist(callKinds)) })),
  extension: v.nullable(v.string()),
})

export const telephone = v.variant('mode', [
  v.object({
    mode: v.literal('softphone'),
    /** WebSocket URL of the PBX. */
    server: v.string(),
    /** `sip:101@pbx`. */
    uri: v.string(),
    user: v.string(),
    secret: v.string(),
  }),
  v.object({ mode: v.literal('training') }),
  v.object({ mode: v.literal('none') }),
])
export type TelephoneAccount = v.InferOutput<typeof telephone>

export const me = v.object({
  person,
  email: v.string(),
  clinics: v.array(clinic),
  telephone,
  /** Milliseconds without use after which this browser is to forget everything; `null` when it need not. */
  idleLimit: v.nullable(v.number()),
})
export type Me = v.InferOutput<typeof me>

export const colleague = v.object({ id: personId, name: v.string() })

export const patientFound = v.object({
  clinic: clinicId,
  patient: patientId,
  name: v.string(),
  birthDate: v.nullable(v.string()),
  phones: v.array(phone),
  /** Milliseconds since 1970. */
  lastSeenAt: v.nullable(v.number()),
})
export type PatientFound = v.InferOutput<typeof patientFound>

export const callRecord = v.object({
  id: callId,
  direction: v.picklist(['incoming', 'outgoing']),
  did: phone,
  number: v.nullable(phone),
  startedAt: v.number(),
  answeredAt: v.nullable(v.number()),
  endedAt: v.number(),
  operator: v.nullable(personId),
  outcome: v.picklist(['answered', 'abandoned', 'timeout', 'busy', 'no-answer', 'failed', 'unknown']),
  hungUpBy: v.nullable(v.picklist(['patient', 'operator', 'unknown'])),
  recording: v.picklist(recordingStates),
})
export const missedCall = v.object({
  clinic: clinicId,
  patient: patientId,
  name: v.string(),
  call: callRecord,
})
export type MissedCall = v.InferOutput<typeof missedCall>

const change = v.variant('type', [
  v.object({
    type: v.literal('field'),
    root: v.string(),
    key: v.string(),
    before: v.optional(v.unknown()),
    after: v.optional(v.unknown()),
    lost: v.optional(v.literal(true)),
  }),
  v.object({ type: v.literal('text'), root: v.string(), inserted: v.string(), deleted: v.number() }),
])
/** One admitted update of a card, with who made it. */
export const cardChange = v.object({
  sequence: v.number(),
  at: v.number(),
  by: v.object({ id: v.string(), name: v.string() }),
  changes: v.array(change),
})
export type CardChange = v.InferOutput<typeof cardChange>

export const done = v.object({ done: v.literal(true) })
export const syncToken = v.object({ token: v.string() })
