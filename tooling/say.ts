/** What the commands say to whoever typed them, in the language of their terminal. */
import type { Words } from '#domain/clinics/clinic.ts'

const { LC_ALL, LC_MESSAGES, LANG } = process.env
const language = /^ru/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'ru' : 'en'

export const inLanguage = (words: Words): string => words[language]

export function say(words: Words): void {
  process.stdout.write(`${words[language]}\n`)
}
