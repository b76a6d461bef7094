/** `GET /api/patients?q=…&clinic=…`: finds patients of the granted clinics as one types. */
import { Hono } from 'hono'
import type { ClinicId, PatientId } from '#domain/ids.ts'
import type { PhoneNumber } from '#domain/phone.ts'
import { mayReadCards } from '#domain/policy/card.ts'
import type { SignedIn } from './signed-in.ts'

export interface FoundPatient {
  clinic: ClinicId
  patient: PatientId
  /** Family name first; empty when it is not known. */
  name: string
  /** ISO date or empty. */
  birthDate: string
  phones: readonly PhoneNumber[]
  /** Milliseconds since 1970: the last call, or the last change of a card without calls. */
  lastSeenAt: number
}

export interface PatientParts {
  /** Up to 20 of these clinics' patients, by part of a phone, a name or a birth date; those seen last come first. */
  findPatients: (clinics: readonly ClinicId[], query: string) => Promise<readonly FoundPatient[]>
}

/** Longer than any name or number that somebody looks for. */
const longestQuery = 100

export function patientRoutes({ findPatients }: PatientParts) {
  return new Hono<SignedIn>().get('/', async (c) => {
    const person = c.get('person')
    const asked = c.req.query('clinic')
    const clinics = person.grants
      .map(({ clinic }) => clinic)
      .filter((clinic) => mayReadCards(person, clinic) && (asked === undefined || asked === clinic))
    if (clinics.length === 0) return c.json([])
    return c.json(await findPatients(clinics, (c.req.query('q') ?? '').slice(0, longestQuery)))
  })
}
