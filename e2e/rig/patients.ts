/** Patients of the demonstration centre to choose callers from: their cards, names and numbers do not change from run to run. */
import type { ClinicId } from '#domain/ids.ts'
import { fullName } from '#domain/documents/card.ts'
import type { PhoneNumber } from '#domain/phone.ts'
import { demonstrationPatients } from '#sync-server/demonstration/patients.ts'
import { alpha, beta } from '#sync-server/demonstration/clinics.ts'

export interface KnownPatient {
  clinic: ClinicId
  /** The card's address in the workspace. */
  href: string
  /** Whole, as the card's heading says it. */
  name: string
  number: PhoneNumber
}

const twoDaysAgo = Date.now() - 48 * 3600_000

const everybody: readonly (KnownPatient & { rangLately: boolean; hasPriority: boolean })[] =
  demonstrationPatients(Date.now()).flatMap(({ clinic, patient, profile, phones: [first], calls }) => {
    if (!first) return []
    const rangLately = calls.some(({ startedAt }) => startedAt > twoDaysAgo)
    const href = `/card/${clinic}/${patient}`
    const hasPriority = profile.priority !== undefined
    return [{ clinic, href, name: fullName(profile), number: first.number, rangLately, hasPriority }]
  })
const onNumber = (number: PhoneNumber) => everybody.filter((patient) => patient.number === number)

/** Known at one clinic only, alone on the number, and without a call in the last days that a test could take for its own. */
const alone = (clinic: ClinicId) =>
  everybody.filter(
    ({ number, rangLately, ...patient }) =>
      patient.clinic === clinic && !rangLately && onNumber(number).length === 1,
  )

/** A mother and two children of Alpha on one number. */
export const family = everybody.filter(
  (patient, _, { 0: first }) => patient.clinic === alpha.id && patient.number === first?.number,
)
/** One person with a card at either clinic. */
export const knownAtBoth = {
  alpha: sole(
    everybody.filter(({ clinic, name }) => clinic === alpha.id && name === 'Громова Вера Андреевна'),
  ),
  beta: sole(everybody.filter(({ clinic, name }) => clinic === beta.id && name === 'Громова Вера Андреевна')),
}

/** The same index is the same patient; tests of one file take different ones, so that none finds another's traces. */
export function patientOf(clinic: 'alpha' | 'beta', index: number): KnownPatient {
  const found = alone(clinic === 'alpha' ? alpha.id : beta.id)[index]
  if (!found) throw new RangeError(`${clinic} has no such patient: ${index}`)
  return found
}

/** Of Alpha: consulted at the last call, with the priority that follows; the fullest card there is. */
export const consulted = sole(
  everybody.filter(({ clinic, hasPriority }) => clinic === alpha.id && hasPriority).slice(0, 1),
)

/** Of Alpha, where a priority is locked once it is set. */
export const withoutPriority = sole(
  everybody.filter(({ clinic, hasPriority }) => clinic === alpha.id && !hasPriority).slice(-1),
)

/** As patients dial it and carriers pass it on, without the plus. */
export const didOf = { alpha: '74951200001', beta: '78432100001' } as const

export const withoutPlus = (number: PhoneNumber): string => number.slice(1)

function sole(found: readonly KnownPatient[]): KnownPatient {
  const [only] = found
  if (!only || found.length > 1) throw new Error(`expected one patient, found ${found.length}`)
  return only
}
