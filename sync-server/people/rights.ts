/** Who may read and do what outside the documents. What may be changed inside them is `domain/policy`'s to say. */
import type { ClinicId } from '#domain/ids.ts'
import { mayReadCards } from '#domain/policy/card.ts'
import { grantFor, supervises, worksWithPatients, type CallKind, type Person } from '#domain/people/person.ts'

/** Listens to the clinic's recordings. */
export const mayHear = mayReadCards

/** Is told the other's name. Staff know each other; a client's representative knows who works for the same clinics. */
export function mayName(person: Person, other: Person): boolean {
  return person.role !== 'client-rep' || other.grants.some(({ clinic }) => grantFor(person, clinic))
}

/** Answers the clinic's line. */
export function mayAnswer(person: Person, clinic: ClinicId): boolean {
  return worksWithPatients(person) && isGranted(person, clinic, 'incoming')
}

/** Sees the clinic's calls in lists: those who answer them, those who call back, those who lead both. */
export function maySeeCalls(person: Person, clinic: ClinicId): boolean {
  if (!worksWithPatients(person) || !grantFor(person, clinic)) return false
  return supervises(person) || isGranted(person, clinic, 'incoming') || isGranted(person, clinic, 'missed')
}

const isGranted = (person: Person, clinic: ClinicId, kind: CallKind): boolean =>
  grantFor(person, clinic)?.kinds.includes(kind) ?? false
