/** Times, names and numbers in the person's custom. Every function follows a switch of language. */
import { preferences } from '#client/preferences/preferences.ts'

const locale = () => (preferences.language === 'ru' ? 'ru-RU' : 'en-GB')

/** Making a formatter costs a thousand times what using it does. */
function madeOnce<Options, Formatter>(make: (language: string, options: Options) => Formatter) {
  const made = new Map<string, Formatter>()
  return (options: Options, language = locale()): Formatter => {
    const key = `${language} ${JSON.stringify(options)}`
    const known = made.get(key) ?? make(language, options)
    made.set(key, known)
    return known
  }
}
const formatter = madeOnce(
  (language, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options),
)
const relative = madeOnce(
  (language, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(language, options),
)
const amounts = madeOnce(
  (language, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options),
)

const inZone = (timeZone: string | undefined) => (timeZone === undefined ? {} : { timeZone })
/** Russian shortens months and weekdays with a dot: `нояб.`; a dense screen does better without. */
const plain = (text: string) =>
  text.replaceAll('.', '').replace('нояб', 'ноя').replace('сент', 'сен').replace('февр', 'фев')

/** `14:05`; milliseconds since 1970. */
export const formatTime = (at: number, timeZone?: string): string =>
  formatter({ hour: '2-digit', minute: '2-digit', ...inZone(timeZone) }).format(at)

/** `2026-11-21` in the given zone. */
export const isoDay = (at: number, timeZone?: string): string =>
  formatter({ dateStyle: 'short', ...inZone(timeZone) }, 'en-CA').format(at)

/** `12 ноя`, with the year when it is not this one. */
export function formatDay(at: number, now: number, timeZone?: string): string {
  const sameYear = isoDay(at, timeZone).slice(0, 4) === isoDay(now, timeZone).slice(0, 4)
  const options = { day: 'numeric', month: 'short', ...inZone(timeZone) } as const
  return plain(formatter(sameYear ? options : { ...options, year: 'numeric' }).format(at)).replace(/ г$/, '')
}

/** `сегодня 14:05`, `12 ноя 11:20`. */
export function formatMoment(at: number, now: number, timeZone?: string): string {
  const days = daysBetween(isoDay(now, timeZone), isoDay(at, timeZone))
  const near = Math.abs(days) <= 1
  const day = near ? relative({ numeric: 'auto' }).format(days, 'day') : formatDay(at, now, timeZone)
  return `${day} ${formatTime(at, timeZone)}`
}

/** `чт 26 ноя, 10:00`: a moment to be kept, so the weekday is said. */
export function formatAppointment(at: number, now: number, timeZone?: string): string {
  const weekday = plain(formatter({ weekday: 'short', ...inZone(timeZone) }).format(at)).toLowerCase()
  return `${weekday} ${formatDay(at, now, timeZone)}, ${formatTime(at, timeZone)}`
}

const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** `12.05.1992`; from an ISO date. */
export const formatDate = (isoDate: string): string =>
  formatter({ day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' })
    .format(Date.parse(isoDate))
    .replaceAll('/', '.')

/** `0:42`, `1:12:08`; seconds. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`
}

/** Hours by which the zone's clock is ahead of this machine's. */
export function hoursAhead(timeZone: string, at: number): number {
  const clock = (zone: string | undefined) => {
    const iso = formatter({ dateStyle: 'short', timeStyle: 'short', ...inZone(zone) }, 'sv-SE').format(at)
    return Date.parse(`${iso.replace(' ', 'T')}Z`)
  }
  return (clock(timeZone) - clock(undefined)) / 3_600_000
}

/** `12 500 ₽`, `12 500,50 ₽`; kopecks. */
export function formatSum(kopecks: number): string {
  const digits = kopecks % 100 === 0 ? 0 : 2
  return amounts({
    style: 'currency',
    currency: 'RUB',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(kopecks / 100)
}
