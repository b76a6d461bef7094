/** Times of day as they are typed: `10`, `10:30`, `1030`, `в 10`, `3pm`, `7 вечера`. */
import { Temporal } from 'temporal-polyfill'

const pattern = /^(?:в |at )?(\d{1,2})(?:[:.\- ]?(\d\d))?(?: ?(am|pm|утра|дня|вечера|ч|час|часа|часов))?$/
const afternoon = new Set(['pm', 'дня', 'вечера'])

export interface TypedTime {
  time: Temporal.PlainTime
  /** False for a bare hour, which could as well be something else. */
  exact: boolean
}

export function readTime(words: string): TypedTime | undefined {
  const match = pattern.exec(words)
  if (!match) return undefined
  const [, hours, minutes, part] = match
  const typed = Number(hours)
  const hour = part !== undefined && afternoon.has(part) && typed < 12 ? typed + 12 : typed
  const minute = Number(minutes ?? 0)
  if (hour > 23 || minute > 59) return undefined
  const midnight = part === 'am' && typed === 12
  return {
    time: Temporal.PlainTime.from({ hour: midnight ? 0 : hour, minute }),
    exact: minutes !== undefined || part !== undefined,
  }
}
