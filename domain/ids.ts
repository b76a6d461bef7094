/**
 * Identifiers, branded so that one cannot be passed for another. They are made where the thing is made and
 * never change; `parse…` functions are the only way from an outside string to an id.
 */
declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** A client of the contact centre: a short lower-case slug, e.g. `alpha`. */
export type ClinicId = Branded<'ClinicId'>
/** One patient at one clinic: a ULID. */
export type PatientId = Branded<'PatientId'>
/** Somebody who signs in: a ULID, or a slug in the demonstration centre. */
export type PersonId = Branded<'PersonId'>
/** A call: Asterisk's Linkedid, e.g. `1789000000.42`, prefixed by the PBX's own name where there are several. */
export type CallId = Branded<'CallId'>
/** An appointment: a ULID. */
export type AppointmentId = Branded<'AppointmentId'>

const patterns = {
  ClinicId: /^[a-z][a-z0-9-]{0,31}$/,
  PatientId: /^[0-9A-HJKMNP-TV-Z]{26}$/,
  PersonId: /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
  CallId: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  AppointmentId: /^[0-9A-HJKMNP-TV-Z]{26}$/,
} as const

function parser<Name extends keyof typeof patterns>(name: Name) {
  return (text: string): Branded<Name> | undefined =>
    patterns[name].test(text) ? (text as Branded<Name>) : undefined
}

export const parseClinicId = parser('ClinicId')
export const parsePatientId = parser('PatientId')
export const parsePersonId = parser('PersonId')
export const parseCallId = parser('CallId')
export const parseAppointmentId = parser('AppointmentId')

/** For ids and numbers written in code (demonstration data, tests). Throws a RangeError when the text is none. */
export function known<Id extends string>(parse: (text: string) => Id | undefined, text: string): Id {
  const id = parse(text)
  if (id === undefined) throw new RangeError(`not what it should be: ${text}`)
  return id
}
