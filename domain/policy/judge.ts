/**
 * The policy: who may open a document, and who may change what in it. Pure and small enough to run for every change
 * that arrives at the server, and in the browser to grey a field out before it is tried.
 */
import type { Clinic } from '#domain/clinics/clinic.ts'
import type { DocumentName } from '#domain/documents/names.ts'
import type { ClinicId } from '#domain/ids.ts'
import { grantFor, worksWithPatients, type Actor } from '#domain/people/person.ts'
import { judgeCardChange, mayReadCards } from './card.ts'
import type { Change } from './change.ts'
import { judgeLineChange } from './line.ts'
import type { Surroundings } from './surroundings.ts'
import { admit, refuse, type Verdict } from './verdict.ts'

/**
 * Whoever works with patients sees the lines and queues of the clinics and kinds of call granted, and a quality
 * controller the cards. A client's representative opens no document here: the cabinet is a door of its own. The
 * bridge sees the lines only.
 */
export function mayOpen(name: DocumentName, actor: Actor): boolean {
  if (actor.kind === 'service') return actor.id !== 'pbx-bridge' || name.kind === 'line'
  switch (name.kind) {
    case 'card':
      return mayReadCards(actor, name.clinic)
    case 'line':
      return worksWithPatients(actor) && grantFor(actor, name.clinic)?.kinds.includes('incoming') === true
    case 'queue':
      return worksWithPatients(actor) && grantFor(actor, name.clinic)?.kinds.includes(name.callKind) === true
    case 'floor':
      return worksWithPatients(actor)
  }
}

/** The first refusal among an update's changes, or admission of them all. */
export function judge(
  name: DocumentName,
  changes: readonly Change[],
  actor: Actor,
  clinicOf: (id: ClinicId) => Clinic | undefined,
  around: Surroundings,
): Verdict & { change?: Change } {
  if (!mayOpen(name, actor)) return refuse('no-access')
  for (const change of changes) {
    const verdict = judgeOne(name, change, actor, clinicOf, around)
    if (!verdict.admitted) return { ...verdict, change }
  }
  return admit
}

function judgeOne(
  name: DocumentName,
  change: Change,
  actor: Actor,
  clinicOf: (id: ClinicId) => Clinic | undefined,
  around: Surroundings,
): Verdict {
  if (name.kind === 'floor' || name.kind === 'queue') return refuse('not-allowed')
  const clinic = clinicOf(name.clinic)
  if (!clinic) return refuse('no-access')
  return name.kind === 'card'
    ? judgeCardChange(change, clinic, actor, around)
    : judgeLineChange(change, clinic, actor, around)
}
