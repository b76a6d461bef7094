/**
 * The document is the unit of access, so its name carries what rights depend on:
 * `card/<clinic>/<patient>`, `queue/<clinic>/<kind>`, `line/<clinic>`, `floor`.
 */
import { parseClinicId, parsePatientId, type ClinicId, type PatientId } from '#domain/ids.ts'
import { callKinds, type CallKind } from '#domain/people/person.ts'

export type DocumentName =
  | { kind: 'card'; clinic: ClinicId; patient: PatientId }
  | { kind: 'queue'; clinic: ClinicId; callKind: CallKind }
  | { kind: 'line'; clinic: ClinicId }
  | { kind: 'floor' }
export type DocumentKind = DocumentName['kind']

export function formatDocumentName(name: DocumentName): string {
  switch (name.kind) {
    case 'card':
      return `card/${name.clinic}/${name.patient}`
    case 'queue':
      return `queue/${name.clinic}/${name.callKind}`
    case 'line':
      return `line/${name.clinic}`
    case 'floor':
      return 'floor'
  }
}

/** `undefined` for anything that names no document of ours. */
export function parseDocumentName(text: string): DocumentName | undefined {
  const [kind, first, second, ...rest] = text.split('/')
  if (rest.length > 0) return undefined
  if (kind === 'floor' && first === undefined) return { kind }
  const clinic = first === undefined ? undefined : parseClinicId(first)
  if (clinic === undefined) return undefined
  if (kind === 'line' && second === undefined) return { kind, clinic }
  if (second === undefined) return undefined
  if (kind === 'card') {
    const patient = parsePatientId(second)
    return patient && { kind, clinic, patient }
  }
  const callKind = callKinds.find((known) => known === second)
  return kind === 'queue' && callKind ? { kind, clinic, callKind } : undefined
}

export const cardName = (clinic: ClinicId, patient: PatientId): string =>
  formatDocumentName({ kind: 'card', clinic, patient })
export const lineName = (clinic: ClinicId): string => formatDocumentName({ kind: 'line', clinic })
