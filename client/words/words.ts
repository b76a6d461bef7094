/** The dictionary of the person's language; reading it in a component follows a switch of language at once. */
import type { Words } from '#domain/clinics/clinic.ts'
import { preferences } from '#client/preferences/preferences.ts'
import { en } from './en.ts'
import { ru, type Dictionary } from './ru.ts'

const dictionaries = { ru, en } as const

export const words = (): Dictionary => dictionaries[preferences.language]

/** A text that data brings along in every language. */
export const said = (text: Words): string => text[preferences.language]

/** `Москва`, `Moscow`; the last part of the zone's own name where we have no better word. */
export function zoneName(timeZone: string): string {
  const named: Readonly<Record<string, string>> = words().zones
  return named[timeZone] ?? timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone
}
