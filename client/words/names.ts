/** How people are called on a crowded screen. Names are `given family`, as colleagues' names are kept. */

/** `Е. Соколова`. */
export function shortName(name: string): string {
  const [given = '', ...family] = name.trim().split(/\s+/)
  return family.length === 0 ? given : `${given.slice(0, 1)}. ${family.join(' ')}`
}

/** `Елена`. */
export const givenName = (name: string): string => name.trim().split(/\s+/)[0] ?? ''

/** `ЕС`. */
export const initials = (name: string): string =>
  name
    .trim()
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part.slice(0, 1).toUpperCase())
    .join('')
