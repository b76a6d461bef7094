/** Addresses of the workspace's pages. */
import type { LineEntry } from '#client/documents/lines.ts'
import type { ClinicId, PatientId } from '#domain/ids.ts'

export const cardHref = (clinic: ClinicId, patient: PatientId): string => `/card/${clinic}/${patient}`

/**
 * A call's card once the patient is known, else the page that asks who is calling. The call's id has a dot in it,
 * and a path with a dot would be taken for a file.
 */
export const callHref = (entry: LineEntry): string =>
  entry.patient ? cardHref(entry.clinic.id, entry.patient) : `/calls/${entry.clinic.id}?call=${entry.id}`
