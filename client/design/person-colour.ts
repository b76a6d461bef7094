/** Which of the eight colours of people somebody has: the same on every screen, and nothing to store. */
const colours = 8

export function personColour(person: string): number {
  let sum = 0
  for (const character of person) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return sum % colours
}
