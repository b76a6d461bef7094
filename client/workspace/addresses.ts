/** Addresses of the workspace's pages. */
import type { LineEntry } from '#client/documents/lines.ts'
import type { ClinicId, PatientId } from '#domain/ids.ts'

export const cardHref = (clinic: ClinicId, patient: PatientId): string => `/card/${clinic}/${patient}`

/** A call's card once the patient is known, else the page that asks who is calling. */
export const callHref = (entry: LineEntry): string =>
  entry.patient ? cardHref(entry.clinic.id, entry.patient) : `/calls/${entry.clinic.id}/${entry.id}`
