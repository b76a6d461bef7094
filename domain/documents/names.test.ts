import { describe, expect, it, test } from 'vitest'
import { callKinds } from '#domain/people/person.ts'
import { documentShapes } from './shape.ts'
import { formatDocumentName, parseDocumentName } from './names.ts'

const patient = '01JC0000000000000000000001'

describe('a document name', () => {
  test.each([
    'floor',
    'line/alpha',
    `card/alpha/${patient}`,
    ...callKinds.map((kind) => `queue/alpha/${kind}`),
  ])('%s is read and written alike', (text) => {
    const name = parseDocumentName(text)
    expect(name && formatDocumentName(name)).toBe(text)
    expect(name && documentShapes[name.kind].size).toBeGreaterThan(0)
  })

  test.each([
    '',
    '/',
    'floor/',
    'floor/alpha',
    'line',
    'line/',
    'line/Alpha',
    'line/alpha/',
    'line/alpha/x',
    'card/alpha',
    'card/alpha/',
    'card/alpha/1',
    `card/alpha/${patient.toLowerCase()}`,
    `card/alpha/${patient}/`,
    `card//${patient}`,
    `card/../${patient}`,
    `card/alpha\n/${patient}`,
    `card/alpha/${patient}\n`,
    `card/alpha/${patient}\0x`,
    'queue/alpha/unknown',
    'queue/alpha/constructor',
    'constructor',
    '__proto__/alpha',
    'line/constructor/x',
  ])('%j names no document', (text) => {
    expect(parseDocumentName(text)).toBeUndefined()
  })

  it('is not a card for something that is no card', () => {
    expect(parseDocumentName('cards/alpha/01JC0000000000000000000001')).toBeUndefined()
  })
})
