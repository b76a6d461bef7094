/**
 * What an operator types when a patient says a time: `чт 10`, `tomorrow 15:30`, `+3d`, `25.11 10:00`. Short forms are
 * read here, in both languages at once; longer sentences go to chrono-node, which reads neither of those four well.
 */
import * as english from 'chrono-node/en'
import * as russian from 'chrono-node/ru'
import { Temporal } from 'temporal-polyfill'
import { fold } from '#domain/fold.ts'
import { readDay, readShift } from './short-forms.ts'
import { readTime } from './times.ts'

export interface When {
  /** ISO 8601 instant in UTC. */
  at: string
  /** `day`: no time of day was given, and `at` is the start of that day in the clinic's zone. */
  precision: 'minute' | 'day'
}

export interface Reference {
  /** Milliseconds since 1970. */
  now: number
  /** IANA zone in which the words are meant: the clinic's. */
  timeZone: string
}

/** The next moment that fits the words; `undefined` when they name none. */
export function parseWhen(text: string, reference: Reference): When | undefined {
  const words = fold(text.replaceAll(',', ' '))
  if (words.length === 0 || words.length > 60) return undefined
  const now = Temporal.Instant.fromEpochMilliseconds(reference.now).toZonedDateTimeISO(reference.timeZone)
  return readShort(words, now) ?? readSentence(words, now)
}

function readShort(words: string, now: Temporal.ZonedDateTime): When | undefined {
  const shift = readShift(words, now)
  if (shift) return minute(shift)
  const alone = readTime(words)
  const day = readDay(words, now.toPlainDate())
  if (!day) return alone?.exact ? minute(nextAt(alone.time, now)) : undefined
  if (day.rest === '') return wholeDay(day.date, now)
  const time = readTime(day.rest)?.time
  if (!time) return undefined
  const at = day.date.toZonedDateTime({ timeZone: now.timeZoneId, plainTime: time })
  const passed = day.repeats && Temporal.ZonedDateTime.compare(at, now) <= 0
  return minute(passed ? at.add(day.repeats ?? {}) : at)
}

/** Today at this time, or tomorrow when it has passed. */
function nextAt(time: Temporal.PlainTime, now: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const today = now.withPlainTime(time)
  return Temporal.ZonedDateTime.compare(today, now) > 0 ? today : today.add({ days: 1 })
}

const minute = (at: Temporal.ZonedDateTime): When => ({ at: iso(at), precision: 'minute' })
const wholeDay = (date: Temporal.PlainDate, now: Temporal.ZonedDateTime): When => ({
  at: iso(date.toZonedDateTime({ timeZone: now.timeZoneId })),
  precision: 'day',
})
const iso = (at: Temporal.ZonedDateTime) => new Date(at.epochMilliseconds).toISOString()

/** `через неделю в 10`, `in two hours`, `next friday at noon`. */
function readSentence(words: string, now: Temporal.ZonedDateTime): When | undefined {
  const chrono = /[а-я]/.test(words) ? russian : english
  const reference = {
    instant: new Date(now.epochMilliseconds),
    timezone: now.offsetNanoseconds / 60_000_000_000,
  }
  const [found] = chrono.parse(words, reference, { forwardDate: true })
  // A time inside a longer text is not what was typed here: better no answer than half of one.
  if (!found || found.text.length < words.length - 2) return undefined
  const { start } = found
  const [year, month, day] = [start.get('year'), start.get('month'), start.get('day')]
  if (year === null || month === null || day === null) return undefined
  const date = Temporal.PlainDate.from({ year, month, day })
  if (!start.isCertain('hour')) return wholeDay(date, now)
  const time = Temporal.PlainTime.from({ hour: start.get('hour') ?? 0, minute: start.get('minute') ?? 0 })
  return minute(date.toZonedDateTime({ timeZone: now.timeZoneId, plainTime: time }))
}
