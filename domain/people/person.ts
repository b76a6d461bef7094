/** People who sign in, the services that take part beside them, and what each has been granted. */
import type { ClinicId, PersonId } from '#domain/ids.ts'

export const roles = [
  'operator',
  'team-leader',
  'supervisor',
  'director',
  'administrator',
  'quality-controller',
  'accountant',
  'client-rep',
] as const
export type Role = (typeof roles)[number]

/** Kinds of call task. `incoming` stands for answering the clinic's line. */
export const callKinds = [
  'incoming',
  'missed',
  'reminder',
  'rebooking',
  'follow-up',
  'attendance',
  'satisfaction',
  'mail',
  'check-up',
] as const
export type CallKind = (typeof callKinds)[number]

/** One clinic that somebody may work for, and the kinds of call they may make or take there. */
export interface Grant {
  clinic: ClinicId
  kinds: readonly CallKind[]
}

export interface Person {
  kind: 'person'
  id: PersonId
  /** As colleagues see it, e.g. `Елена Соколова`. */
  name: string
  role: Role
  /** Supervisors and above have grants too: which clinics they lead. */
  grants: readonly Grant[]
  /** The internal telephone number, e.g. `101`; `null` for people who do not talk to patients. */
  extension: string | null
}

/** A process of ours that takes part with an identity of its own. */
export interface Service {
  kind: 'service'
  id: ServiceName
}
export type ServiceName = 'pbx-bridge' | 'filing' | 'import'

/** Whoever a change comes from. */
export type Actor = Person | Service

const working: readonly Role[] = ['operator', 'team-leader', 'supervisor', 'director', 'administrator']
const leading: readonly Role[] = ['supervisor', 'director', 'administrator']

export function grantFor(person: Person, clinic: ClinicId): Grant | undefined {
  return person.grants.find((grant) => grant.clinic === clinic)
}

/** Talks to patients and edits cards (as opposed to reading reports). */
export function worksWithPatients(person: Person): boolean {
  return working.includes(person.role)
}

/** May change what is locked to an operator. */
export function supervises(person: Person): boolean {
  return leading.includes(person.role)
}
