/**
 * Everybody who signs in and every clinic, held in memory: they are few, they are asked for at every change that is
 * admitted, and an answer must not wait for the disk.
 */
import { isDeepStrictEqual } from 'node:util'
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
  /**
   * Told after a reload whose role or grants are no longer what they were, or who is gone; returns the way to stop
   * listening.
   */
  onChange(listener: (people: ReadonlySet<PersonId>) => void): () => void
}

export async function openDirectory(store: Store): Promise<Directory> {
  let peopleById = new Map<PersonId, KnownPerson>()
  let clinicsById = new Map<ClinicId, Clinic>()
  const listeners = new Set<(people: ReadonlySet<PersonId>) => void>()

  const reload = async () => {
    const [people, clinics] = await Promise.all([loadPeople(store), loadClinics(store)])
    const before = peopleById
    peopleById = new Map(people.map((known) => [known.person.id, known]))
    clinicsById = new Map(clinics.map((clinic) => [clinic.id, clinic]))
    const changed = new Set(
      [...before.values()]
        .filter(({ person }) => !isDeepStrictEqual(person, peopleById.get(person.id)?.person))
        .map(({ person }) => person.id),
    )
    if (changed.size > 0) for (const listener of listeners) listener(changed)
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
