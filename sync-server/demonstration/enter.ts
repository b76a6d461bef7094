/** Makes an empty data folder into the demonstration centre; the cards come in through admission like all else. */
import type { Logger } from 'pino'
import { cardName } from '#domain/documents/names.ts'
import type { Service } from '#domain/people/person.ts'
import type { Door } from '#sync-server/admission/door.ts'
import { saveClinic } from '#sync-server/clinics/clinics.ts'
import type { Directory } from '#sync-server/people/directory.ts'
import { addPeople } from '#sync-server/people/people.ts'
import type { Store } from '#sync-server/store/open.ts'
import { writeCard } from './cards.ts'
import { alpha, beta } from './clinics.ts'
import { demonstrationPatients } from './patients.ts'
import { demonstrationPassword, demonstrationPeople } from './people.ts'

const importer: Service = { kind: 'service', id: 'import' }

export interface DemonstrationParts {
  store: Store
  directory: Directory
  door: Door
  log: Logger
  now?: () => number
}

/**
 * Does nothing where people are known already. They are entered last, so that a start that was interrupted is taken
 * up again; a card that is there by then stays as it is.
 */
export async function enterDemonstration(parts: DemonstrationParts): Promise<void> {
  const { store, directory, door, log, now = Date.now } = parts
  if (directory.everybody().length > 0) return
  for (const clinic of [alpha, beta]) await saveClinic(store, clinic)
  await directory.reload()

  const patients = demonstrationPatients(now())
  const entered = await Promise.all(
    patients.map((patient) =>
      door.transact(cardName(patient.clinic, patient.patient), importer, (doc) => writeCard(doc, patient)),
    ),
  )
  const failed = entered.find(({ kind }) => kind !== 'admitted')
  if (failed) throw new Error(`the demonstration centre could not be entered: ${JSON.stringify(failed)}`)

  const added = demonstrationPeople.map(({ person, email }) => ({
    person,
    email,
    password: demonstrationPassword,
  }))
  await addPeople(store, added, new Date(now()))
  await directory.reload()
  log.info(
    { patients: patients.length, people: added.length },
    'an empty data folder became the demonstration centre',
  )
}

/** `demonstration`: people whose password everybody knows, perhaps beside others. */
export type WhoSignsIn = 'nobody' | 'demonstration' | 'people'

export function whoSignsIn(directory: Directory): WhoSignsIn {
  const everybody = directory.everybody()
  if (everybody.length === 0) return 'nobody'
  const emails = new Set(demonstrationPeople.map(({ email }) => email))
  return everybody.some(({ email }) => emails.has(email)) ? 'demonstration' : 'people'
}
