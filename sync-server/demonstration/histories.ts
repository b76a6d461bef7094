/** What has happened to one demonstration patient: calls in working hours, what they led to, what was noted. */
import { ulid } from 'ulid'
import { formFor, type Clinic } from '#domain/clinics/clinic.ts'
import type { Answers, Form, Question } from '#domain/clinics/topic-form.ts'
import type { Appointment, AppointmentStatus, Disposition, Profile } from '#domain/documents/card.ts'
import { dispositionKey } from '#domain/documents/card.ts'
import { known, parseAppointmentId, parseCallId, type AppointmentId, type PersonId } from '#domain/ids.ts'
import type { PhoneNumber } from '#domain/phone.ts'
import type { CallRecord } from '#domain/telephony/call.ts'
import { between, fraction, happens, pick, pickWeighted, type Dice } from './dice.ts'
import { workingMoment } from './moments.ts'
import { demonstrationPeople } from './people.ts'
import { comments, notes, purchases } from './phrases.ts'

export interface History {
  calls: readonly CallRecord[]
  dispositions: readonly { key: string; disposition: Disposition }[]
  appointments: readonly ({ id: AppointmentId } & Appointment)[]
  notes: string
  /** What the calls left on the profile. */
  profile: Partial<Profile>
}

export interface HistoryOptions {
  number: PhoneNumber
  /** Milliseconds since 1970: the first call. */
  registeredAt: number
  now: number
  /** True for a patient who rang in the last hours and has not been called back. */
  awaitsCallback: boolean
}

const aMinute = 60_000
const aDay = 24 * 3600_000

export function historyOf(dice: Dice, clinic: Clinic, options: HistoryOptions): History {
  const { now, awaitsCallback } = options
  const calls = Array.from({ length: between(dice, 1, 5) }, (_, index) => {
    const at = options.registeredAt + (index === 0 ? 0 : fraction(dice) * (now - options.registeredAt))
    return callAt(
      dice,
      clinic,
      options,
      workingMoment(dice, clinic, Math.floor(at), now) + between(dice, 0, 14 * 60) * 1000,
    )
  })
  const history = [...calls, ...(awaitsCallback ? [missedCall(dice, clinic, options)] : [])].sort(
    (a, b) => a.startedAt - b.startedAt,
  )
  const results = history.flatMap((call) => resultOf(dice, clinic, call))
  const appointments = results.flatMap(({ call, disposition }) =>
    disposition.result === 'booked' ? [appointmentAfter(dice, clinic, call, now)] : [],
  )
  const lastResult = results.at(-1)?.disposition.result
  const consulted = lastResult === 'consulted'
  return {
    calls: history,
    dispositions: results.map(({ call, disposition }) => ({ key: dispositionKey(call.id), disposition })),
    appointments,
    notes: happens(dice, 0.45) ? pick(dice, notes) : '',
    profile: {
      ...(consulted && { priority: pick(dice, ['low', 'normal', 'high'] as const) }),
      ...(consulted && happens(dice, 0.5) && { callbackAt: callbackAfter(dice, clinic, now) }),
    },
  }
}

function callAt(dice: Dice, clinic: Clinic, { number }: HistoryOptions, startedAt: number): CallRecord {
  const direction = happens(dice, 0.8) ? 'incoming' : 'outgoing'
  const answered = happens(dice, direction === 'incoming' ? 0.88 : 0.65)
  const wait = between(dice, 4, 40) * 1000
  const talk = between(dice, 35, 420) * 1000
  const answeredAt = answered ? startedAt + wait : null
  const missed = direction === 'incoming' ? 'abandoned' : pick(dice, ['no-answer', 'busy'] as const)
  return {
    id: callId(dice, startedAt),
    direction,
    did: pick(dice, clinic.dids).number,
    number,
    startedAt,
    answeredAt,
    endedAt: answered ? startedAt + wait + talk : startedAt + wait,
    operator: answered || direction === 'outgoing' ? operatorOf(dice, clinic) : null,
    outcome: answered ? 'answered' : missed,
    hungUpBy: answered ? pick(dice, ['patient', 'patient', 'operator'] as const) : 'patient',
    recording: 'none',
  }
}

function missedCall(dice: Dice, clinic: Clinic, { number, now }: HistoryOptions): CallRecord {
  const startedAt = now - between(dice, 6, 170) * aMinute
  return {
    id: callId(dice, startedAt),
    direction: 'incoming',
    did: pick(dice, clinic.dids).number,
    number,
    startedAt,
    answeredAt: null,
    endedAt: startedAt + between(dice, 8, 55) * 1000,
    operator: null,
    outcome: 'abandoned',
    hungUpBy: 'patient',
    recording: 'none',
  }
}

/** The form of Asterisk's own: seconds, then a number that grows. */
const callId = (dice: Dice, startedAt: number) =>
  known(parseCallId, `${Math.floor(startedAt / 1000)}.${between(dice, 10, 99_999)}`)

function resultOf(
  dice: Dice,
  clinic: Clinic,
  call: CallRecord,
): { call: CallRecord; disposition: Disposition }[] {
  if (call.outcome !== 'answered' || call.operator === null) return []
  const weights = { booked: 46, consulted: 32, 'non-target': 9, transferred: 6, purchase: 4, complaint: 3 }
  const offered = clinic.dispositions.map(({ id }) => id)
  const drawn = pickWeighted(dice, weights)
  const result = offered.includes(drawn) ? drawn : 'consulted'
  const answers = answersTo(dice, clinic, formFor(clinic, result))
  return [
    {
      call,
      disposition: {
        result,
        comment: pick(dice, comments[result]),
        by: call.operator,
        ...(Object.keys(answers).length > 0 && { answers }),
      },
    },
  ]
}

/** What must be answered is; the rest now and then. */
function answersTo(dice: Dice, clinic: Clinic, form: Form): Answers {
  const answered = form.filter(({ required }) => required || happens(dice, 0.6))
  return Object.fromEntries(answered.map((asking) => [asking.id, answerTo(dice, clinic, asking)]))
}

function answerTo(dice: Dice, clinic: Clinic, asking: Question): string | number {
  switch (asking.kind) {
    case 'choice':
      return pick(dice, asking.options).id
    case 'doctor':
      return pick(dice, clinic.doctors).name
    case 'text':
      return pick(dice, purchases)
    case 'sum':
      return between(dice, 12, 480) * 100_00
  }
}

function appointmentAfter(
  dice: Dice,
  clinic: Clinic,
  call: CallRecord,
  now: number,
): { id: AppointmentId } & Appointment {
  const at = workingMoment(dice, clinic, call.endedAt + between(dice, 1, 14) * aDay, Infinity)
  const status: AppointmentStatus =
    at < now
      ? pickWeighted(dice, { attended: 78, 'no-show': 12, cancelled: 10 })
      : pickWeighted(dice, { booked: 60, confirmed: 40 })
  const { name: doctor, service } = pick(dice, clinic.doctors)
  return {
    id: known(
      parseAppointmentId,
      ulid(call.endedAt, () => fraction(dice)),
    ),
    doctor,
    service,
    branch: pick(dice, clinic.branches),
    at: new Date(at).toISOString(),
    status,
  }
}

function callbackAfter(dice: Dice, clinic: Clinic, now: number): string {
  return new Date(workingMoment(dice, clinic, now + between(dice, 1, 4) * aDay, Infinity)).toISOString()
}

function operatorOf(dice: Dice, clinic: Clinic): PersonId {
  const answering = demonstrationPeople.filter(({ person }) =>
    person.grants.some((grant) => grant.clinic === clinic.id && grant.kinds.includes('incoming')),
  )
  const operators = answering.filter(({ person }) => person.role === 'operator')
  return pick(dice, operators).person.id
}
