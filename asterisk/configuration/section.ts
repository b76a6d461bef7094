/** Asterisk's file format: `[section]` and `key=value` lines, where `;` begins a comment and a line end ends a value. */

export type Entry = readonly [key: string, value: string | number]

/** `[name]` and its lines. A text that would leave its line cannot be written. */
export function section(name: string, entries: readonly Entry[]): string {
  const lines = entries.map(([key, value]) => `${key}=${onOneLine(String(value)).replaceAll(';', '\\;')}`)
  return [`[${sectionName(name)}]`, ...lines, ''].join('\n')
}

export const file = (...sections: readonly string[]): string => sections.join('\n')

/** One telephone's display name: letters, digits and the punctuation of names in any script. */
export function displayName(text: string): string {
  return text
    .replace(/[^\p{L}\p{M}\p{N} .'’-]/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, 60)
}

export function onOneLine(text: string): string {
  if (/\p{Cc}/u.test(text)) throw new RangeError('a configuration line cannot hold a control character')
  return text
}

function sectionName(name: string): string {
  if (!/^[A-Za-z0-9_-]+$/.test(name)) throw new RangeError(`not a section name: ${JSON.stringify(name)}`)
  return name
}
