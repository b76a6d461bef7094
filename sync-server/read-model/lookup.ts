/** Who is known on a number at a clinic, and where a call has been filed: asked at every call, so read without Drizzle. */
import type { CallId, ClinicId, PatientId } from '#domain/ids.ts'
import type { Match } from '#domain/documents/line.ts'
import type { PhoneNumber } from '#domain/phone.ts'
import { connect } from '#sync-server/store/connect.ts'

export interface Lookup {
  /** Whom somebody was last busy with comes first. */
  patientsOn(clinic: ClinicId, number: PhoneNumber): Match[]
  /** The card that holds the call. */
  documentOf(clinic: ClinicId, call: CallId): string | undefined
  close(): void
}

/** People on one number that are shown to choose from. */
const most = 20

export function openLookup(path: string): Lookup {
  const database = connect(path)
  const onNumber = database.prepare(
    `SELECT patients.patient, patients.birth_date AS birthDate,
            trim(family_name || ' ' || given_name || ' ' || patronymic) AS name
     FROM phones JOIN patients ON patients.document = phones.document
     WHERE phones.clinic = ? AND phones.number = ?
     ORDER BY patients.last_seen_at DESC LIMIT ${most}`,
  )
  const ofCall = database.prepare('SELECT document FROM calls WHERE clinic = ? AND call = ? LIMIT 1')
  return {
    patientsOn: (clinic, number) =>
      (onNumber.all(clinic, number) as { patient: PatientId; birthDate: string; name: string }[]).map(
        ({ patient, name, birthDate }) => ({ patient, name, birthDate }),
      ),
    documentOf: (clinic, call) => (ofCall.get(clinic, call) as { document: string } | undefined)?.document,
    close: () => database.close(),
  }
}
