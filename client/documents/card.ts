/** One patient's card as a screen reads and writes it: fine-grained reads, one action per commit, rights per field. */
import { createStore, reconcile } from 'solid-js/store'
import type { Clinic } from '#domain/clinics/clinic.ts'
import {
  parseDispositionKey,
  readAppointments,
  readCalls,
  readDispositions,
  readPhones,
  readProfile,
  readRequests,
  type Appointment,
  type Disposition,
  type FieldRequest,
  type Profile,
  type RequestedField,
} from '#domain/documents/card.ts'
import { cardName } from '#domain/documents/names.ts'
import type { Json } from '#domain/documents/shape.ts'
import type { AppointmentId, CallId, PatientId } from '#domain/ids.ts'
import type { Person } from '#domain/people/person.ts'
import type { PhoneNumber } from '#domain/phone.ts'
import type { Verdict } from '#domain/policy/verdict.ts'
import type { Intent } from '#domain/replica/intent.ts'
import type { CallRecord } from '#domain/telephony/call.ts'
import type * as Y from 'yjs'
import type { Connection } from './connection.ts'
import { fieldVerdict } from './field-verdict.ts'
import { createShared, type Shared } from './shared.ts'

export interface CallResult {
  slot: number
  disposition: Disposition
}

export interface CardData {
  profile: Partial<Profile>
  phones: readonly { number: PhoneNumber; label: string }[]
  /** Finished calls, newest first. */
  calls: readonly CallRecord[]
  /** What came of each call, by slot; of calls that still go on as well. */
  results: Readonly<Record<CallId, readonly CallResult[]>>
  appointments: readonly ({ id: AppointmentId } & Partial<Appointment>)[]
  /** What colleagues ask a supervisor to write. */
  requests: readonly (RequestedField & FieldRequest)[]
}

export interface Card {
  readonly clinic: Clinic
  readonly patient: PatientId
  readonly shared: Shared
  readonly data: CardData
  act(intents: readonly Intent[]): void
  /** One field; `undefined` empties it. Nothing is sent when it already says so. */
  set(root: string, key: string, value: Json | undefined): void
  /** Whether this person may change the field as it stands. */
  verdict(root: string, key: string): Verdict
}

function readCard(doc: Y.Doc): CardData {
  return {
    profile: readProfile(doc),
    phones: readPhones(doc),
    calls: readCalls(doc),
    results: readResults(doc),
    appointments: readAppointments(doc),
    requests: readRequests(doc),
  }
}

function readResults(doc: Y.Doc): CardData['results'] {
  const calls = [...doc.getMap('dispositions').keys()].flatMap((key) => parseDispositionKey(key)?.call ?? [])
  return Object.fromEntries(calls.map((call) => [call, readDispositions(doc, call)]))
}

export function createCard(connection: Connection, clinic: Clinic, patient: PatientId, person: Person): Card {
  const [data, setData] = createStore<CardData>({
    profile: {},
    phones: [],
    calls: [],
    results: {},
    appointments: [],
    requests: [],
  })
  const name = { kind: 'card', clinic: clinic.id, patient } as const
  const shared = createShared(connection, cardName(clinic.id, patient), ({ replica }) =>
    // A copy: the store writes into the objects it was given, and these are the outbox's and Yjs's own.
    setData(reconcile(structuredClone(readCard(replica.view)))),
  )
  const field = (root: string, key: string) => shared.replica.view.getMap<Json>(root).get(key)

  return {
    clinic,
    patient,
    shared,
    data,
    act: shared.act,
    set(root, key, value) {
      if (JSON.stringify(field(root, key)) === JSON.stringify(value)) return
      shared.act([value === undefined ? { kind: 'remove', root, key } : { kind: 'set', root, key, value }])
    },
    verdict: (root, key) =>
      fieldVerdict(name, shared.replica.view, { root, key }, { person, clinics: [clinic] }),
  }
}
