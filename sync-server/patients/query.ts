/**
 * What somebody types to find a patient, as an FTS5 query over triples of characters. Several words must all match;
 * digits match a number however it is spaced, a domestic `8` as `+7`, and a birth date as well.
 */
import { fold } from '#domain/fold.ts'

export type PatientQuery =
  | { kind: 'everything' }
  /** Too short for triples: names that begin so. Capitalised, as names are written. */
  | { kind: 'beginning'; text: string }
  | { kind: 'match'; expression: string }

const shortestTerm = 3

export function parsePatientQuery(typed: string): PatientQuery {
  const text = fold(typed.replaceAll('\0', ' '))
  if (text === '') return { kind: 'everything' }
  if (/^[+\d\s().-]+$/.test(text)) return numberQuery(text)
  const words = text.split(' ').filter((word) => word.length >= shortestTerm)
  if (words.length === 0) return { kind: 'beginning', text: text.charAt(0).toUpperCase() + text.slice(1) }
  return { kind: 'match', expression: words.map(quote).join(' AND ') }
}

function numberQuery(text: string): PatientQuery {
  const digits = text.replace(/\D/g, '')
  const forms = [text, digits, ...(/^8\d/.test(digits) ? [`7${digits.slice(1)}`] : [])]
  const usable = [...new Set(forms)].filter((form) => form.length >= shortestTerm)
  if (usable.length === 0) return { kind: 'beginning', text }
  return { kind: 'match', expression: usable.map(quote).join(' OR ') }
}

/** A string literal of the FTS5 query language, so that nothing typed is an operator of it. */
const quote = (term: string): string => `"${term.replaceAll('"', '""')}"`
