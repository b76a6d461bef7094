/**
 * Telephone numbers. Inside the product a number is E.164 (`+79161112233`) and nothing else; what people and
 * carriers write is parsed here, once, at the edge.
 */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min'

declare const e164: unique symbol
/** ITU-T E.164: `+`, then at most 15 digits. */
export type PhoneNumber = string & { readonly [e164]: true }

/** Internal numbers (`101`) and withheld caller ids are not phone numbers and give `undefined`. */
export function parsePhone(text: string, country: CountryCode = 'RU'): PhoneNumber | undefined {
  const trimmed = text.trim()
  if (trimmed.length === 0 || trimmed.length > 40) return undefined
  const carrierStyle = /^[78]\d{10}$/.test(trimmed) && country === 'RU' ? `+7${trimmed.slice(1)}` : trimmed
  const parsed = parsePhoneNumberFromString(carrierStyle, country)
  return parsed?.isPossible() ? (parsed.number as string as PhoneNumber) : undefined
}

/** True for text that is already E.164, without consulting any table: cheap enough for every change admitted. */
export function isPhone(text: unknown): text is PhoneNumber {
  return typeof text === 'string' && /^\+[1-9]\d{6,14}$/.test(text)
}

/** `+7 916 111-22-33`: the way its own country writes it, with the country code. */
export function formatPhone(number: PhoneNumber): string {
  const parsed = parsePhoneNumberFromString(number)
  if (!parsed) return number
  if (parsed.country !== 'RU') return parsed.formatInternational()
  const [area, ...rest] = parsed.formatInternational().replace(/^\+7 /, '').split(' ')
  return `+7 ${area} ${rest.join('-')}`
}
