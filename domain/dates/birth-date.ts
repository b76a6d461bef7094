/** Birth dates as people say and type them: `12.05.1992`, `12 5 92`, `12051992`, `1992-05-12`. */

const patterns = [
  /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/,
  /^(?<day>\d{1,2})[. /-](?<month>\d{1,2})[. /-](?<year>\d{4}|\d{2})$/,
  /^(?<day>\d{2})(?<month>\d{2})(?<year>\d{4})$/,
]

/** ISO date; `undefined` when the text is no day of the calendar, or one after `today` (ISO) or before 1900. */
export function parseBirthDate(text: string, today: string): string | undefined {
  const groups = patterns.map((pattern) => pattern.exec(text.trim())?.groups).find(Boolean)
  if (!groups) return undefined
  const { day = '', month = '', year = '' } = groups
  const date = `${fullYear(year, today)}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const instant = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== date) return undefined
  return date <= today && date >= '1900' ? date : undefined
}

/** Two digits are the latest such year that is not in the future. */
function fullYear(year: string, today: string): string {
  if (year.length === 4) return year
  const century = today.slice(0, 2)
  return year <= today.slice(2, 4) ? `${century}${year}` : `${Number(century) - 1}${year}`
}

/** Whole years on `today`; both ISO dates. */
export function ageOn(today: string, birthDate: string): number {
  const had = today.slice(5) >= birthDate.slice(5)
  return Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (had ? 0 : 1)
}
