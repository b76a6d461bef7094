/** One demonstration patient as a card's content. */
import type * as Y from 'yjs'
import { appointmentFields, appointmentKey, notesOf } from '#domain/documents/card.ts'
import type { DemonstrationPatient } from './patients.ts'

/** Writes nothing to a card that has something on it, so that an interrupted start can be repeated. */
export function writeCard(doc: Y.Doc, patient: DemonstrationPatient): void {
  const profile = doc.getMap('profile')
  if (profile.size > 0) return
  for (const [field, value] of Object.entries(patient.profile)) profile.set(field, value)
  for (const { number, label } of patient.phones) doc.getMap('phones').set(number, { label })
  for (const call of patient.calls) doc.getMap('calls').set(call.id, { ...call })
  for (const { key, disposition } of patient.dispositions) doc.getMap('dispositions').set(key, disposition)
  for (const appointment of patient.appointments) {
    for (const field of appointmentFields) {
      doc.getMap('appointments').set(appointmentKey(appointment.id, field), appointment[field])
    }
  }
  if (patient.notes !== '') notesOf(doc).insert(0, patient.notes)
}
