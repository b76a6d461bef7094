/** Who may change what on a card. Each rule reads as a sentence; what no rule names is refused. */
import * as v from 'valibot'
import { dispositionOption, formFor, type Clinic, type LockableField } from '#domain/clinics/clinic.ts'
import { answersFit, unanswered } from '#domain/clinics/topic-form.ts'
import {
  parseAppointmentKey,
  parseDispositionKey,
  parseRequestKey,
  profileFields,
} from '#domain/documents/card.ts'
import { parseCallId, type ClinicId } from '#domain/ids.ts'
import { grantFor, supervises, worksWithPatients, type Actor, type Person } from '#domain/people/person.ts'
import { isPhone } from '#domain/phone.ts'
import type { Change, FieldChange } from './change.ts'
import {
  appointmentValues,
  callRecord,
  disposition,
  fieldRequest,
  longestInsertion,
  phoneEntry,
  profileValues,
} from './fields.ts'
import type { Surroundings } from './surroundings.ts'
import { admit, refuse, type Verdict } from './verdict.ts'

const isLocked = (clinic: Clinic, field: LockableField) => clinic.lockedFields.includes(field)
const isSet = (change: FieldChange) => change.before !== undefined
const fits = (schema: v.GenericSchema, value: unknown) => value === undefined || v.is(schema, value)

/** A person works on the cards of clinics granted to them; services fill in what is theirs. */
export function mayWork(clinic: Clinic, actor: Actor): Verdict {
  if (actor.kind === 'service') return actor.id === 'pbx-bridge' ? refuse('not-yours') : admit
  if (!grantFor(actor, clinic.id)) return refuse('no-access')
  return worksWithPatients(actor) ? admit : refuse('read-only-role')
}

function judgeProfile(change: FieldChange, clinic: Clinic, actor: Actor): Verdict {
  const field = profileFields.find((name) => name === change.key)
  if (!field) return refuse('unknown-field')
  if (!fits(profileValues[field], change.after)) return refuse('bad-value')
  if (field === 'priority' && isLocked(clinic, 'priority') && isSet(change) && !mayUnlock(actor))
    return refuse('priority-locked')
  return admit
}

function judgePhone(change: FieldChange): Verdict {
  if (!isPhone(change.key)) return refuse('bad-value')
  return fits(phoneEntry, change.after) ? admit : refuse('bad-value')
}

/** Calls file themselves: nobody types one, nobody takes one away. */
function judgeCall(change: FieldChange, actor: Actor): Verdict {
  if (actor.kind !== 'service') return refuse('not-yours')
  if (!parseCallId(change.key) || change.after === undefined) return refuse('not-allowed')
  return v.is(callRecord, change.after) && change.after.id === change.key ? admit : refuse('bad-value')
}

/** A result belongs to a call: one that goes on still, or one that has been filed here. */
function judgeDisposition(change: FieldChange, clinic: Clinic, actor: Actor, around: Surroundings): Verdict {
  const place = parseDispositionKey(change.key)
  if (!place) return refuse('unknown-call')
  if (isLocked(clinic, 'disposition') && isSet(change) && !mayUnlock(actor))
    return refuse('disposition-locked')
  if (change.after === undefined) return admit
  if (actor.kind === 'person' && !around.holds('calls', place.call) && !around.onLine(place.call))
    return refuse('unknown-call')
  if (!v.is(disposition, change.after)) return refuse('bad-value')
  const { result, answers = {} } = change.after
  if (!dispositionOption(clinic, result)) return refuse('unknown-result')
  const form = formFor(clinic, result)
  if (!answersFit(form, answers)) return refuse('bad-value')
  if (actor.kind === 'person' && unanswered(form, answers).length > 0) return refuse('unanswered')
  if (actor.kind === 'person' && change.after.by !== actor.id) return refuse('not-your-name')
  return admit
}

function judgeAppointment(change: FieldChange): Verdict {
  const parsed = parseAppointmentKey(change.key)
  if (!parsed) return refuse('unknown-field')
  return fits(appointmentValues[parsed.field], change.after) ? admit : refuse('bad-value')
}

/** Anybody may ask in their own name; whoever asked, and a supervisor, may take it away. */
function judgeRequest(change: FieldChange, actor: Actor): Verdict {
  const field = parseRequestKey(change.key)
  if (!field) return refuse('unknown-field')
  if (actor.kind !== 'person') return refuse('not-allowed')
  if (change.after === undefined)
    return actor.id === field.by || supervises(actor) ? admit : refuse('not-your-name')
  if (actor.id !== field.by) return refuse('not-your-name')
  return v.is(fieldRequest, change.after) ? admit : refuse('bad-value')
}

const mayUnlock = (actor: Actor) => actor.kind === 'service' || supervises(actor)

export function judgeCardChange(change: Change, clinic: Clinic, actor: Actor, around: Surroundings): Verdict {
  const work = mayWork(clinic, actor)
  if (!work.admitted) return work
  if (change.type === 'text') {
    return change.inserted.length > longestInsertion ? refuse('too-long') : admit
  }
  switch (change.root) {
    case 'profile':
      return judgeProfile(change, clinic, actor)
    case 'phones':
      return judgePhone(change)
    case 'calls':
      return judgeCall(change, actor)
    case 'dispositions':
      return judgeDisposition(change, clinic, actor, around)
    case 'appointments':
      return judgeAppointment(change)
    case 'requests':
      return judgeRequest(change, actor)
    default:
      return refuse('unknown-field')
  }
}

/** Reading: whoever works with the clinic's patients, or checks how others do. */
export function mayReadCards(person: Person, clinic: ClinicId): boolean {
  const reads = worksWithPatients(person) || person.role === 'quality-controller'
  return reads && grantFor(person, clinic) !== undefined
}
