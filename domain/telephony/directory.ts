/** Who is behind a number: the clinic behind a DID, the person behind an internal number. */
import type { ClinicId, PersonId } from '#domain/ids.ts'
import type { PhoneNumber } from '#domain/phone.ts'

export interface Directory {
  clinics: ReadonlySet<ClinicId>
  clinicByDid: ReadonlyMap<PhoneNumber, ClinicId>
  personByExtension: ReadonlyMap<string, PersonId>
}

export function directoryOf(
  clinics: readonly { id: ClinicId; dids: readonly { number: PhoneNumber }[] }[],
  people: readonly { id: PersonId; extension: string | null }[],
): Directory {
  return {
    clinics: new Set(clinics.map((clinic) => clinic.id)),
    clinicByDid: new Map(
      clinics.flatMap((clinic) => clinic.dids.map((did) => [did.number, clinic.id] as const)),
    ),
    personByExtension: new Map(
      people.flatMap(({ id, extension }) => (extension === null ? [] : [[extension, id] as const])),
    ),
  }
}
