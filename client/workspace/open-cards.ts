/** The cards that this window has open, in the order of their tabs; a reload brings them back. */
import { createEffect, createMemo, createSignal, mapArray, type Accessor } from 'solid-js'
import * as v from 'valibot'
import type { Clinic } from '#domain/clinics/clinic.ts'
import type { ClinicId, PatientId } from '#domain/ids.ts'
import type { Person } from '#domain/people/person.ts'
import { clinicId, patientId } from '#client/api/shapes.ts'
import { createCard, type Card } from '#client/documents/card.ts'
import type { Connection } from '#client/documents/connection.ts'

export interface OpenCards {
  list: Accessor<readonly Card[]>
  find(clinic: ClinicId, patient: PatientId): Card | undefined
  open(clinic: ClinicId, patient: PatientId): void
  close(card: Card): void
}

interface Tab {
  clinic: ClinicId
  patient: PatientId
}

const place = 'kartoteka.tabs'
const kept = v.pipe(v.string(), v.parseJson(), v.array(v.object({ clinic: clinicId, patient: patientId })))

function readKept(clinics: readonly Clinic[]): readonly Tab[] {
  const parsed = v.safeParse(kept, sessionStorage.getItem(place))
  return parsed.success ? parsed.output.filter((tab) => clinics.some(({ id }) => id === tab.clinic)) : []
}

export function createOpenCards(
  connection: Connection,
  clinics: readonly Clinic[],
  person: Person,
): OpenCards {
  const [tabs, setTabs] = createSignal(readKept(clinics))
  createEffect(() => sessionStorage.setItem(place, JSON.stringify(tabs())))

  const cards = createMemo(
    mapArray(tabs, (tab) => {
      const clinic = clinics.find(({ id }) => id === tab.clinic)
      return clinic && createCard(connection, clinic, tab.patient, person)
    }),
  )
  const list = createMemo(() => cards().filter((card) => card !== undefined))
  const isAt = (tab: Tab, clinic: ClinicId, patient: PatientId) =>
    tab.clinic === clinic && tab.patient === patient

  return {
    list,
    find: (clinic, patient) => list().find((card) => card.clinic.id === clinic && card.patient === patient),
    open(clinic, patient) {
      if (!clinics.some(({ id }) => id === clinic)) return
      setTabs((open) =>
        open.some((tab) => isAt(tab, clinic, patient)) ? open : [...open, { clinic, patient }],
      )
    },
    close: (card) => setTabs((open) => open.filter((tab) => !isAt(tab, card.clinic.id, card.patient))),
  }
}
