/** Which appointment is meant: the one that is still to come, or a new one that begins with its first field. */
import { ulid } from 'ulid'
import {
  appointmentFields,
  appointmentKey,
  type Appointment,
  type AppointmentField,
} from '#domain/documents/card.ts'
import { known, parseAppointmentId, type AppointmentId } from '#domain/ids.ts'
import type { Intent } from '#domain/replica/intent.ts'
import type { Card } from '#client/documents/card.ts'

export type CardAppointment = { id: AppointmentId } & Partial<Appointment>

const over: readonly (string | undefined)[] = ['attended', 'no-show', 'cancelled']

/** Still to come: not over, and not in the past. */
export const isAhead = ({ at, status }: Partial<Appointment>, now: number): boolean =>
  !over.includes(status) && (at === undefined || Date.parse(at) > now)

export const nextAppointment = (card: Card, now: number): CardAppointment | undefined =>
  card.data.appointments.find((appointment) => isAhead(appointment, now))

export const newAppointmentId = (): AppointmentId => known(parseAppointmentId, ulid())

/** One action: the fields that differ, and the status that makes it an appointment. */
export function writeAppointment(
  card: Card,
  id: AppointmentId,
  fields: Partial<Record<AppointmentField, string | undefined>>,
): void {
  const existing = card.data.appointments.find((appointment) => appointment.id === id)
  const wanted: Partial<Record<AppointmentField, string | undefined>> =
    existing?.status === undefined ? { status: 'booked', ...fields } : fields
  const intents = appointmentFields.flatMap((field): Intent[] => {
    if (!Object.hasOwn(wanted, field) || existing?.[field] === wanted[field]) return []
    const place = { root: 'appointments', key: appointmentKey(id, field) }
    const value = wanted[field]
    return [value === undefined ? { kind: 'remove', ...place } : { kind: 'set', ...place, value }]
  })
  if (intents.length > 0) card.act(intents)
}
