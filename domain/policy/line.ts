/** Who may change what on a clinic's line: the bridge writes the calls, filing matches them, operators choose the patient. */
import * as v from 'valibot'
import { parseCallId } from '#domain/ids.ts'
import type { Clinic } from '#domain/clinics/clinic.ts'
import { grantFor, worksWithPatients, type Actor, type ServiceName } from '#domain/people/person.ts'
import type { Change, FieldChange } from './change.ts'
import { chosenPatient, lineCall, matches, pbxState } from './fields.ts'
import type { Surroundings } from './surroundings.ts'
import { admit, refuse, type Verdict } from './verdict.ts'

const isService = (actor: Actor, name: ServiceName) => actor.kind === 'service' && actor.id === name
const isRemoval = (change: FieldChange) => change.after === undefined

function judgeCalls(change: FieldChange, clinic: Clinic, actor: Actor): Verdict {
  if (isRemoval(change)) return isService(actor, 'filing') ? admit : refuse('not-yours')
  if (!isService(actor, 'pbx-bridge')) return refuse('not-yours')
  const call = change.after
  const fits = v.is(lineCall, call) && call.id === change.key && call.clinic === clinic.id
  return fits ? admit : refuse('bad-value')
}

function judgeMatches(change: FieldChange, actor: Actor): Verdict {
  if (!isService(actor, 'filing')) return refuse('not-yours')
  return isRemoval(change) || v.is(matches, change.after) ? admit : refuse('bad-value')
}

function judgePatient(change: FieldChange, clinic: Clinic, actor: Actor, around: Surroundings): Verdict {
  if (actor.kind === 'person') {
    if (!grantFor(actor, clinic.id)) return refuse('no-access')
    if (!worksWithPatients(actor)) return refuse('read-only-role')
    if (!around.holds('calls', change.key)) return refuse('call-over')
    return v.is(chosenPatient, change.after) ? admit : refuse('bad-value')
  }
  if (actor.id !== 'filing') return refuse('not-yours')
  return isRemoval(change) || v.is(chosenPatient, change.after) ? admit : refuse('bad-value')
}

export function judgeLineChange(change: Change, clinic: Clinic, actor: Actor, around: Surroundings): Verdict {
  if (change.type === 'text') return refuse('unknown-field')
  if (change.root === 'pbx') {
    if (!isService(actor, 'pbx-bridge')) return refuse('not-yours')
    return change.key === 'state' && v.is(pbxState, change.after) ? admit : refuse('bad-value')
  }
  if (!parseCallId(change.key)) return refuse('unknown-call')
  switch (change.root) {
    case 'calls':
      return judgeCalls(change, clinic, actor)
    case 'matches':
      return judgeMatches(change, actor)
    case 'patients':
      return judgePatient(change, clinic, actor, around)
    default:
      return refuse('unknown-field')
  }
}
