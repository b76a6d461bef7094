/**
 * Everybody who signs in and every clinic, held in memory: they are few, they are asked for at every change that is
 * admitted, and an answer must not wait for the disk.
 */
import type { Clinic } from '#domain/clinics/clinic.ts'
import type { ClinicId, PersonId } from '#domain/ids.ts'
import type { Person } from '#domain/people/person.ts'
import { loadClinics } from '#sync-server/clinics/clinics.ts'
import type { Store } from '#sync-server/store/open.ts'
import { loadPeople, type KnownPerson } from './people.ts'

export interface Directory {
  person(id: PersonId): Person | undefined
  /** With what is nobody else's business: e-mail address and telephone secret. */
  known(id: PersonId): KnownPerson | undefined
  everybody(): readonly KnownPerson[]
  clinic(id: ClinicId): Clinic | undefined
  clinics(): readonly Clinic[]
  /** Reads everything again after a change of people, grants or clinics. */
  reload(): Promise<void>
  /** Called after each reload; returns the way to stop listening. */
  onChange(listener: () => void): () => void
}

export async function openDirectory(store: Store): Promise<Directory> {
  let peopleById = new Map<PersonId, KnownPerson>()
  let clinicsById = new Map<ClinicId, Clinic>()
  const listeners = new Set<() => void>()

  const reload = async () => {
    const [people, clinics] = await Promise.all([loadPeople(store), loadClinics(store)])
    peopleById = new Map(people.map((known) => [known.person.id, known]))
    clinicsById = new Map(clinics.map((clinic) => [clinic.id, clinic]))
    for (const listener of listeners) listener()
  }
  await reload()

  return {
    person: (id) => peopleById.get(id)?.person,
    known: (id) => peopleById.get(id),
    everybody: () => [...peopleById.values()],
    clinic: (id) => clinicsById.get(id),
    clinics: () => [...clinicsById.values()],
    reload,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
