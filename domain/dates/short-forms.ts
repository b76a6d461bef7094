/** Days as they are typed: `чт`, `tomorrow`, `25.11`, `25 ноя`, `+3d`. Words arrive in lower case, with е for ё. */
import { Temporal } from 'temporal-polyfill'
import { readTime } from './times.ts'

export interface TypedDay {
  date: Temporal.PlainDate
  /** What followed the day: empty, or to be read as a time. */
  rest: string
  /** How far the next such day is, for days that come again: `thu` a week, `25.11` a year. */
  repeats?: { weeks?: number; years?: number }
}

const units: readonly [RegExp, 'days' | 'weeks' | 'hours' | 'minutes'][] = [
  [/^(?:d|day|days|д|дн|день|дня|дней)$/, 'days'],
  [/^(?:w|week|weeks|н|нед|неделя|недели|недель)$/, 'weeks'],
  [/^(?:h|hour|hours|ч|час|часа|часов)$/, 'hours'],
  [/^(?:m|min|minutes|м|мин|минут|минуты)$/, 'minutes'],
]

/** `+3d`, `+2ч`, `+1н 10:00`: from now; days and weeks keep the time of day unless one follows. */
export function readShift(words: string, now: Temporal.ZonedDateTime): Temporal.ZonedDateTime | undefined {
  const match = /^\+ ?(\d{1,3}) ?([a-zа-я]+)(?: (.+))?$/.exec(words)
  const unit = units.find(([names]) => names.test(match?.[2] ?? ''))?.[1]
  if (!match || !unit) return undefined
  const moved = now
    .add({ [unit]: Number(match[1]) })
    .with({ second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 })
  if (match[3] === undefined) return moved
  const time = readTime(match[3])?.time
  return time && (unit === 'days' || unit === 'weeks') ? moved.withPlainTime(time) : undefined
}

const named: readonly [RegExp, number][] = [
  [/^(?:сегодня|today)/, 0],
  [/^(?:завтра|tomorrow|tmr)/, 1],
  [/^послезавтра/, 2],
]
const weekdays: readonly RegExp[] = [
  /^(?:пн|понедельник|mon|monday)/,
  /^(?:вт|вторник|tue|tues|tuesday)/,
  /^(?:ср|сред[ау]|wed|wednesday)/,
  /^(?:чт|четверг|thu|thur|thurs|thursday)/,
  /^(?:пт|пятниц[ау]|fri|friday)/,
  /^(?:сб|суббот[ау]|sat|saturday)/,
  /^(?:вс|воскресенье|sun|sunday)/,
]
const months = [
  'янв|jan',
  'фев|feb',
  'мар|mar',
  'апр|apr',
  'ма[йя]|may',
  'июн|jun',
  'июл|jul',
  'авг|aug',
  'сен|sep',
  'окт|oct',
  'ноя|nov',
  'дек|dec',
].map((stem) => new RegExp(`^(?:${stem})[a-zа-я]*\\.?$`))

export function readDay(words: string, today: Temporal.PlainDate): TypedDay | undefined {
  const plain = words.replace(/^(?:в|во|on) /, '')
  return readNamed(plain, today) ?? readWeekday(plain, today) ?? readDate(plain, today)
}

/** What is left after a word, when the word ends there. */
function after(pattern: RegExp, words: string): string | undefined {
  const whole = new RegExp(`${pattern.source}(?= |$)`).exec(words)
  return whole ? words.slice(whole[0].length).trim() : undefined
}

function readNamed(words: string, today: Temporal.PlainDate): TypedDay | undefined {
  for (const [pattern, days] of named) {
    const rest = after(pattern, words)
    if (rest !== undefined) return { date: today.add({ days }), rest }
  }
  return undefined
}

function readWeekday(words: string, today: Temporal.PlainDate): TypedDay | undefined {
  for (const [index, pattern] of weekdays.entries()) {
    const rest = after(pattern, words)
    if (rest === undefined) continue
    const days = (index + 1 - today.dayOfWeek + 7) % 7
    return { date: today.add({ days }), rest, repeats: { weeks: 1 } }
  }
  return undefined
}

function readDate(words: string, today: Temporal.PlainDate): TypedDay | undefined {
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?: (.+))?$/.exec(words)
  if (iso) return dated(iso[3], Number(iso[2]), iso[1], iso[4], today)
  const numeric = /^(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?(?: (.+))?$/.exec(words)
  if (numeric) return dated(numeric[1], Number(numeric[2]), numeric[3], numeric[4], today)
  const written = /^(\d{1,2}) ([a-zа-я]+\.?)(?: (\d{4}))?(?: (.+))?$/.exec(words)
  if (!written) return undefined
  return dated(
    written[1],
    months.findIndex((stem) => stem.test(written[2] ?? '')) + 1,
    written[3],
    written[4],
    today,
  )
}

/** Without a year, the next such day. */
function dated(
  day: string | undefined,
  month: number,
  typedYear: string | undefined,
  rest: string | undefined,
  today: Temporal.PlainDate,
): TypedDay | undefined {
  if (month < 1 || month > 12) return undefined
  const year = typedYear === undefined ? today.year : Number(typedYear.padStart(4, '20'))
  const fields = { year, month, day: Number(day) }
  if (fields.day < 1 || fields.day > Temporal.PlainYearMonth.from(fields).daysInMonth) return undefined
  const date = Temporal.PlainDate.from(fields)
  if (typedYear !== undefined) return { date, rest: rest ?? '' }
  const passed = Temporal.PlainDate.compare(date, today) < 0
  return { date: passed ? date.add({ years: 1 }) : date, rest: rest ?? '', repeats: { years: 1 } }
}
