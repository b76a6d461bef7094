import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { known, parseCallId } from '#domain/ids.ts'
import { lineCall, readLine, readPbxState } from './line.ts'

const first = known(parseCallId, '1789000000.1')
const second = known(parseCallId, '1789000000.2')

it('gives the calls of a line, the longest waiting first, with who is known and who was chosen', () => {
  const doc = new Y.Doc()
  expect(readLine(doc)).toEqual([])
  expect(readPbxState(doc)).toBeUndefined()
  doc.getMap('calls').set(second, { id: second, startedAt: 2 })
  doc.getMap('calls').set(first, { id: first, startedAt: 1 })
  doc.getMap('matches').set(first, { known: [], region: { ru: 'Казань', en: 'Kazan' } })
  doc.getMap('patients').set(first, 'p')
  expect(readLine(doc)).toEqual([
    {
      call: { id: first, startedAt: 1 },
      matches: { known: [], region: { ru: 'Казань', en: 'Kazan' } },
      patient: 'p',
    },
    { call: { id: second, startedAt: 2 }, matches: undefined, patient: undefined },
  ])
  expect(lineCall(doc, second)).toEqual({ id: second, startedAt: 2 })
})

it('gives a region that was kept as one text in both languages', () => {
  const doc = new Y.Doc()
  doc.getMap('calls').set(first, { id: first, startedAt: 1 })
  doc.getMap('matches').set(first, { known: [], region: 'Казань' })
  expect(readLine(doc)[0]?.matches).toEqual({ known: [], region: { ru: 'Казань', en: 'Казань' } })
})
