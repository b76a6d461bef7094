/** Moments at which a clinic is open, in its own time zone. */
import { Temporal } from 'temporal-polyfill'
import type { Clinic } from '#domain/clinics/clinic.ts'
import { between, type Dice } from './dice.ts'

/** People come by the quarter of an hour. */
const stepMinutes = 15

/**
 * A moment on the same local day as `near`, while the clinic is open; a day earlier when that would be
 * after `latest`. Milliseconds since 1970.
 */
export function workingMoment(dice: Dice, clinic: Clinic, near: number, latest: number): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(near).toZonedDateTimeISO(clinic.timeZone)
  const hours = clinic.workingHours.find(({ weekday }) => weekday === zoned.dayOfWeek)
  const opens = Temporal.PlainTime.from(hours?.opens ?? '09:00')
  const closes = Temporal.PlainTime.from(hours?.closes ?? '18:00')
  const openMinutes = opens.until(closes).total('minutes')
  const minutes = between(dice, 0, Math.floor(openMinutes / stepMinutes) - 1) * stepMinutes
  const moment = zoned.withPlainTime(opens).add({ minutes })
  const possible = moment.epochMilliseconds < latest ? moment : moment.subtract({ days: 1 })
  return possible.epochMilliseconds
}
