import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { parseDocumentName } from '#domain/documents/names.ts'
import { Admission } from './admission.ts'
import { OpenDocument } from './open-document.ts'
import { putOnCard, putOnLine } from './testing/calls.ts'
import { actors, around, openCentre, type Centre } from './testing/open-centre.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const call = '1789000000.42'
const matches = (region: string) => ({ known: [], region: { ru: region, en: region } })

let centre: Centre
let admission: Admission
beforeEach(async () => {
  centre = await openCentre()
  admission = new Admission(centre.ledger, around)
})
afterEach(() => centre.close())

function open(documentName: string): OpenDocument {
  const name = parseDocumentName(documentName)
  if (!name) throw new RangeError(documentName)
  const document = new OpenDocument(name, documentName, new Y.Doc(), centre.ledger)
  document.load()
  return document
}

/** What an author who has the document writes; the update. */
function written(document: OpenDocument, change: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(document.live))
  const before = Y.encodeStateVector(doc)
  doc.transact(() => change(doc))
  return Y.encodeStateAsUpdate(doc, before)
}

describe('admission', () => {
  it('lets several services change one line, and the line does not grow by a client for each change', async () => {
    const line = open('line/alpha')
    for (let change = 0; change < 20; change++) {
      const told = await admission.transact(line, actors.bridge, (doc) =>
        doc.getMap('pbx').set('state', { state: 'connected', training: change % 2 === 0 }),
      )
      const filed = await admission.transact(line, actors.filing, (doc) =>
        doc.getMap('matches').set(call, matches(`${change}`)),
      )
      expect([told.kind, filed.kind]).toEqual(['admitted', 'admitted'])
    }
    expect(line.live.store.clients.size).toBe(2)
  })

  it('goes on after a service was refused', async () => {
    const line = open('line/alpha')
    const refused = await admission.transact(line, actors.filing, (doc) =>
      doc.getMap('pbx').set('state', { state: 'connected', training: false }),
    )
    expect(refused).toMatchObject({ kind: 'refused', refusal: { code: 'not-yours' } })
    const admitted = await admission.transact(line, actors.filing, (doc) =>
      doc.getMap('matches').set(call, matches('x')),
    )
    expect(admitted.kind).toBe('admitted')
    expect(line.live.getMap('pbx').size).toBe(0)
  })

  it('writes no row for what changes nothing', async () => {
    const line = open('line/alpha')
    expect(await admission.transact(line, actors.filing, () => undefined)).toEqual({
      kind: 'admitted',
      changes: [],
    })
    await admission.transact(line, actors.bridge, putOnLine(call))
    const update = written(line, (doc) => doc.getMap('patients').set(call, '01JC0000000000000000000001'))
    await admission.admit(line, update, actors.anna, null)
    await admission.admit(line, update, actors.anna, null)
    expect(centre.ledger.history('line/alpha', 10)).toHaveLength(2)
  })

  it('on two servers lets one of two set what is set once', async () => {
    const name = 'card/alpha/01JC0000000000000000000001'
    await admission.transact(open(name), actors.filing, putOnCard(call))
    const [one, two] = [open(name), open(name)]
    const disposition = (by: string) => ({ result: 'booked', comment: '', by })
    const results = await Promise.all([
      admission.admit(
        one,
        written(one, (doc) => doc.getMap('dispositions').set(`${call}/1`, disposition('anna'))),
        actors.anna,
        null,
      ),
      admission.admit(
        two,
        written(two, (doc) => doc.getMap('dispositions').set(`${call}/1`, disposition('boris'))),
        actors.boris,
        null,
      ),
    ])
    expect(results.map(({ kind }) => kind).sort()).toEqual(['admitted', 'refused'])
    one.catchUp()
    two.catchUp()
    expect(one.live.getMap('dispositions').toJSON()).toEqual(two.live.getMap('dispositions').toJSON())
  })

  it('shows nothing and says so when the ledger cannot write', async () => {
    const card = open('card/alpha/01JC0000000000000000000001')
    const update = written(card, (doc) => doc.getMap('profile').set('givenName', 'Анна'))
    await centre.ledger.close()
    expect(await admission.admit(card, update, actors.anna, null)).toMatchObject({ kind: 'unwritten' })
    expect(card.live.getMap('profile').size).toBe(0)
    await centre.restart()
  })
})
