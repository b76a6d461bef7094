/** What a person prefers on this machine: language, look, devices. Kept by the browser, applied to the page at once. */
import { createEffect, createRoot } from 'solid-js'
import { createStore } from 'solid-js/store'
import * as v from 'valibot'
import { languages } from '#domain/clinics/clinic.ts'

export const themes = ['system', 'light', 'dark'] as const
export const typeSizes = ['small', 'normal', 'large'] as const

const russianFirst = () => (navigator.languages.some((tag) => /^(ru|be|kk|uk)\b/.test(tag)) ? 'ru' : 'en')

const schema = v.object({
  language: v.fallback(v.picklist(languages), russianFirst),
  theme: v.fallback(v.picklist(themes), 'system'),
  typeSize: v.fallback(v.picklist(typeSizes), 'normal'),
  /** Device ids as the browser names them; empty for its default. */
  microphone: v.fallback(v.string(), ''),
  speaker: v.fallback(v.string(), ''),
})
export type Preferences = v.InferOutput<typeof schema>

const scales = { small: 0.94, normal: 1, large: 1.14 } as const satisfies Record<
  Preferences['typeSize'],
  number
>
const place = 'kartoteka.preferences'

function readKept(): Preferences {
  const kept = v.safeParse(v.pipe(v.string(), v.parseJson()), localStorage.getItem(place) ?? '{}')
  return v.parse(schema, kept.success && typeof kept.output === 'object' ? (kept.output ?? {}) : {})
}

const [store, change] = createStore<Preferences>(readKept())

export const preferences: Readonly<Preferences> = store

export function prefer<Key extends keyof Preferences>(key: Key, value: Preferences[Key]): void {
  change({ [key]: value })
}

const systemIsDark = matchMedia('(prefers-color-scheme: dark)')

function showTheme(): void {
  const system = systemIsDark.matches ? 'dark' : 'light'
  document.documentElement.dataset['theme'] = store.theme === 'system' ? system : store.theme
}

createRoot(() => {
  createEffect(() => localStorage.setItem(place, JSON.stringify(store)))
  createEffect(showTheme)
  createEffect(() => {
    document.documentElement.lang = store.language
    document.documentElement.style.setProperty('--type-scale', String(scales[store.typeSize]))
  })
})
systemIsDark.addEventListener('change', showTheme)
