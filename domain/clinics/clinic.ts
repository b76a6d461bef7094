/** A clinic as the contact centre serves it: everything an operator sees and every rule that is the clinic's own. */
import type { ClinicId } from '#domain/ids.ts'
import type { PhoneNumber } from '#domain/phone.ts'
import type { Form } from './topic-form.ts'

export const languages = ['ru', 'en'] as const
export type Language = (typeof languages)[number]
/** A text in every language of the interface. */
export type Words = Readonly<Record<Language, string>>

/** What a conversation was about. A booking and a consultation have forms of the product's own, any may have the clinic's. */
export const topics = ['booking', 'consultation', 'complaint', 'purchase', 'other'] as const
export type Topic = (typeof topics)[number]

/** One possible result of a call (результат звонка). Its place in the clinic's list is its key: first = `1`. */
export interface DispositionOption {
  id: string
  label: Words
  topic: Topic
}

/** Direct inward dialling: a number at which patients reach the clinic. */
export interface Did {
  number: PhoneNumber
  /** Where the number is advertised: `site`, `yandex-maps`… */
  source: string
  label: Words
}

/** Names of a pair of design tokens (strong, soft) that keep 4.5:1 in both themes. */
export const clinicColours = ['teal', 'violet', 'amber', 'rose', 'indigo', 'olive'] as const
export type ClinicColour = (typeof clinicColours)[number]

/** Fields that a clinic may lock: set once by an operator, changed afterwards by a supervisor only. */
export const lockableFields = ['disposition', 'priority'] as const
export type LockableField = (typeof lockableFields)[number]

export interface Clinic {
  id: ClinicId
  name: Words
  colour: ClinicColour
  /** `{operator}` stands for the given name of the person who answers. */
  greeting: Words
  /** IANA zone, e.g. `Europe/Moscow`. */
  timeZone: string
  dids: readonly Did[]
  dispositions: readonly DispositionOption[]
  /** What an operator asks when a call's result has this topic. */
  forms: Readonly<Partial<Record<Topic, Form>>>
  lockedFields: readonly LockableField[]
  branches: readonly string[]
  doctors: readonly { name: string; service: string }[]
  sources: readonly string[]
  /** Local times, ISO weekday 1 (Monday) – 7. A day not listed is closed. */
  workingHours: readonly { weekday: number; opens: string; closes: string }[]
  /** Seconds a caller waits in the queue before the call is given up as missed. */
  queueTimeout: number
}

export function dispositionOption(clinic: Clinic, id: string): DispositionOption | undefined {
  return clinic.dispositions.find((option) => option.id === id)
}

/** The clinic's own questions about what led to this result. */
export const formFor = (clinic: Clinic, result: string): Form => {
  const option = dispositionOption(clinic, result)
  return (option && clinic.forms[option.topic]) ?? []
}
