/** One patient at one clinic: `card/<clinic>/<patient>`. Typed reads and the fields that a screen may write. */
import type * as Y from 'yjs'
import type { Answers } from '#domain/clinics/topic-form.ts'
import {
  parseAppointmentId,
  parseCallId,
  parsePersonId,
  type AppointmentId,
  type CallId,
  type PersonId,
} from '#domain/ids.ts'
import { isPhone, type PhoneNumber } from '#domain/phone.ts'
import type { CallRecord } from '#domain/telephony/call.ts'
import type { Json } from './shape.ts'

export const sexes = ['female', 'male'] as const
export type Sex = (typeof sexes)[number]

/** Who speaks for the patient on the phone. */
export const relations = ['self', 'mother', 'father', 'child', 'spouse', 'relative', 'other'] as const
export type Relation = (typeof relations)[number]

export const priorities = ['low', 'normal', 'high'] as const
export type Priority = (typeof priorities)[number]

/** `card` → `profile`. A key that is absent has not been filled in. */
export interface Profile {
  familyName: string
  givenName: string
  patronymic: string
  /** ISO 8601 calendar date, `1992-05-12`. */
  birthDate: string
  sex: Sex
  relation: Relation
  source: string
  /** Where the number is from, worked out when the card was made: `Казань`. */
  region: string
  tags: readonly string[]
  priority: Priority
  pin: PersonId
  /** ISO 8601 instant of a callback that was promised. */
  callbackAt: string
}
export type ProfileField = keyof Profile
export const profileFields = [
  'familyName',
  'givenName',
  'patronymic',
  'birthDate',
  'sex',
  'relation',
  'source',
  'region',
  'tags',
  'priority',
  'pin',
  'callbackAt',
] as const satisfies readonly ProfileField[]

export interface PhoneEntry {
  /** `mother's`, `work`… free text, may be empty. */
  label: string
}

/**
 * The result of one topic of one call; `card` → `dispositions`, key `<call>/<slot>`. Slot 1 is the call's result,
 * 2… are further topics of the same call. When it was set is the ledger's to say.
 */
export interface Disposition {
  /** One of the clinic's disposition options. */
  result: string
  comment: string
  by: PersonId
  /** To the questions of the topic's form; absent when the clinic asks none. */
  answers?: Answers
}

export const appointmentStatuses = [
  'booked',
  'confirmed',
  'rescheduled',
  'attended',
  'no-show',
  'cancelled',
] as const
export type AppointmentStatus = (typeof appointmentStatuses)[number]

/** `card` → `appointments`, one key `<id>/<field>` for each field. */
export interface Appointment {
  doctor: string
  branch: string
  service: string
  /** ISO 8601 instant. */
  at: string
  status: AppointmentStatus
}
export const appointmentFields = [
  'doctor',
  'branch',
  'service',
  'at',
  'status',
] as const satisfies readonly (keyof Appointment)[]
export type AppointmentField = keyof Appointment

export const dispositionKey = (call: CallId, slot = 1): string => `${call}/${slot}`
export function parseDispositionKey(key: string): { call: CallId; slot: number } | undefined {
  const match = /^([^/]+)\/([1-9])$/.exec(key)
  const call = match?.[1] === undefined ? undefined : parseCallId(match[1])
  return call && { call, slot: Number(match?.[2]) }
}

export const appointmentKey = (id: AppointmentId, field: AppointmentField): string => `${id}/${field}`
export function parseAppointmentKey(key: string): { id: AppointmentId; field: AppointmentField } | undefined {
  const [first, second, ...rest] = key.split('/')
  const id = first === undefined ? undefined : parseAppointmentId(first)
  const field = appointmentFields.find((name) => name === second)
  return id && field && rest.length === 0 ? { id, field } : undefined
}

/**
 * Somebody asks a supervisor to write a field that they may not write themselves; `card` → `requests`, key
 * `<person>/<root>/<key>`. Without a value they ask for the field to be emptied.
 */
export interface FieldRequest {
  value?: Json
}
export interface RequestedField {
  by: PersonId
  root: RequestableRoot
  key: string
}
export const requestableRoots = ['profile', 'phones', 'dispositions', 'appointments'] as const
export type RequestableRoot = (typeof requestableRoots)[number]

export const requestKey = ({ by, root, key }: RequestedField): string => `${by}/${root}/${key}`
export function parseRequestKey(text: string): RequestedField | undefined {
  const [person = '', name, ...rest] = text.split('/')
  const by = parsePersonId(person)
  const root = requestableRoots.find((known) => known === name)
  const key = rest.join('/')
  return by && root && key !== '' ? { by, root, key } : undefined
}

/** What has been admitted needs no second check: policy let no other shape in. */
const readMap = <Value>(doc: Y.Doc, root: string): Y.Map<Value> => doc.getMap<Value>(root)

export function readProfile(doc: Y.Doc): Partial<Profile> {
  return Object.fromEntries(readMap<Json>(doc, 'profile').entries()) as Partial<Profile>
}

export function readPhones(doc: Y.Doc): { number: PhoneNumber; label: string }[] {
  return [...readMap<PhoneEntry>(doc, 'phones').entries()].flatMap(([number, entry]) =>
    isPhone(number) ? [{ number, label: entry.label }] : [],
  )
}

/** Newest first. */
export function readCalls(doc: Y.Doc): CallRecord[] {
  return [...readMap<CallRecord>(doc, 'calls').values()].sort((a, b) => b.startedAt - a.startedAt)
}

export function readDispositions(doc: Y.Doc, call: CallId): { slot: number; disposition: Disposition }[] {
  const found = [...readMap<Disposition>(doc, 'dispositions').entries()].flatMap(([key, disposition]) => {
    const parsed = parseDispositionKey(key)
    return parsed?.call === call ? [{ slot: parsed.slot, disposition }] : []
  })
  return found.sort((a, b) => a.slot - b.slot)
}

/** Soonest first; those without a time come last. */
export function readAppointments(doc: Y.Doc): ({ id: AppointmentId } & Partial<Appointment>)[] {
  const byId = new Map<AppointmentId, { id: AppointmentId } & Partial<Appointment>>()
  for (const [key, value] of readMap<string>(doc, 'appointments').entries()) {
    const parsed = parseAppointmentKey(key)
    if (!parsed) continue
    const { id, field } = parsed
    byId.set(id, { ...byId.get(id), id, [field]: value })
  }
  return [...byId.values()].sort((a, b) => (a.at ?? '9').localeCompare(b.at ?? '9'))
}

export function readRequests(doc: Y.Doc): (RequestedField & FieldRequest)[] {
  return [...readMap<FieldRequest>(doc, 'requests').entries()].flatMap(([key, request]) => {
    const field = parseRequestKey(key)
    return field ? [{ ...field, ...request }] : []
  })
}

export const notesOf = (doc: Y.Doc): Y.Text => doc.getText('notes')

/** `Иванова Анна Сергеевна`; empty when no part of the name is known. */
export function fullName(profile: Pick<Partial<Profile>, 'familyName' | 'givenName' | 'patronymic'>): string {
  return [profile.familyName, profile.givenName, profile.patronymic].filter(Boolean).join(' ')
}
