/** Every pair of text and ground that the interface uses keeps 4.5:1 (WCAG 2.2, 1.4.3), in both themes. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { clinicColours } from '#domain/clinics/clinic.ts'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** Custom properties of the block that opens with the selector. */
function tokensOf(selector: string): ReadonlyMap<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  return new Map(
    [...block.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

/** Relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['ground', 'surface', 'sunken', 'hover']
const pairs: readonly [string, string][] = [
  ...['ink', 'ink-2'].flatMap((text) => grounds.map((ground): [string, string] => [text, ground])),
  ['ink-3', 'ground'],
  ['ink-3', 'surface'],
  ['accent-ink', 'surface'],
  ['accent-ink', 'ground'],
  ['accent-ink', 'accent-soft'],
  ['ink', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-bad', 'bad'],
  ...['ok-ink', 'warn', 'bad'].map((text): [string, string] => [text, 'surface']),
  ['ok-ink', 'ok-soft'],
  ['ink', 'ok-soft'],
  ['ink-2', 'ok-soft'],
  ['warn', 'warn-soft'],
  ['bad', 'bad-soft'],
  ...clinicColours.flatMap((colour): [string, string][] => [
    [`${colour}-strong`, `${colour}-soft`],
    [`${colour}-strong`, 'surface'],
    ['ink', `${colour}-soft`],
    ['ink-2', `${colour}-soft`],
  ]),
]

describe.each([":root[data-theme='light']", ":root[data-theme='dark']"])('%s', (theme) => {
  const tokens = tokensOf(theme)
  test.each(pairs)('%s can be read on %s', (text, ground) => {
    expect(contrast(tokens.get(text) ?? '', tokens.get(ground) ?? '')).toBeGreaterThanOrEqual(4.5)
  })
})

test.each([...css.matchAll(/--person: (#[0-9a-f]{6})/g)].map(([, colour = '']) => colour))(
  'white can be read on a person’s %s',
  (colour) => expect(contrast('#ffffff', colour)).toBeGreaterThanOrEqual(4.5),
)
