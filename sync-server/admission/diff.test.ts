import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { documentShapes } from '#domain/documents/shape.ts'
import { diff } from './diff.ts'
import { rawUpdate, type RawStruct } from './testing/raw-update.ts'

const shape = documentShapes.card

function cardDocument(clientId: number): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = clientId
  for (const [root, kind] of shape) {
    if (kind === 'map') doc.getMap(root)
    else doc.getText(root)
  }
  return doc
}

/** What `change` makes of `doc`, as the update it sends. */
function updateOf(doc: Y.Doc, change: (doc: Y.Doc) => void): Uint8Array {
  const before = Y.encodeStateVector(doc)
  const updates: Uint8Array[] = []
  const collect = (update: Uint8Array) => updates.push(update)
  doc.on('update', collect)
  doc.transact(() => change(doc))
  doc.off('update', collect)
  return updates[0] ?? Y.encodeStateAsUpdate(doc, before)
}

function copyOf(doc: Y.Doc, clientId: number): Y.Doc {
  const copy = cardDocument(clientId)
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

describe('diff', () => {
  it('tells the field, what it was and what it becomes', () => {
    const live = cardDocument(1)
    live.getMap('profile').set('givenName', 'Anna')
    const author = copyOf(live, 2)
    const update = updateOf(author, (doc) => doc.getMap('profile').set('givenName', 'Olga'))
    expect(diff(live, shape, update)).toEqual({
      kind: 'changes',
      client: 2,
      changes: [{ type: 'field', root: 'profile', key: 'givenName', before: 'Anna', after: 'Olga' }],
    })
  })

  it('tells what is typed and what is removed in a text', () => {
    const live = cardDocument(1)
    live.getText('notes').insert(0, 'Просит утро')
    const author = copyOf(live, 2)
    const update = updateOf(author, (doc) => {
      doc.getText('notes').delete(0, 7)
      doc.getText('notes').insert(0, 'Только ')
    })
    expect(diff(live, shape, update)).toMatchObject({
      changes: [{ type: 'text', root: 'notes', inserted: 'Только ', deleted: 7 }],
    })
  })

  it('tells of a write that loses a race', () => {
    const live = cardDocument(1)
    const low = copyOf(live, 2)
    const high = copyOf(live, 3)
    const losing = updateOf(low, (doc) => doc.getMap('profile').set('givenName', 'Lost'))
    Y.applyUpdate(
      live,
      updateOf(high, (doc) => doc.getMap('profile').set('givenName', 'Won')),
    )
    expect(diff(live, shape, losing)).toMatchObject({
      changes: [{ root: 'profile', key: 'givenName', before: 'Won', after: 'Lost', lost: true }],
    })
  })

  it('finds nothing new in an update that is known', () => {
    const live = cardDocument(1)
    const author = copyOf(live, 2)
    const update = updateOf(author, (doc) => doc.getText('notes').insert(0, 'a'))
    Y.applyUpdate(live, update)
    expect(diff(live, shape, update)).toMatchObject({ kind: 'changes', changes: [] })
  })

  it('calls an update without its predecessor a gap', () => {
    const live = cardDocument(1)
    const author = copyOf(live, 2)
    updateOf(author, (doc) => doc.getText('notes').insert(0, 'a'))
    const second = updateOf(author, (doc) => doc.getText('notes').insert(1, 'b'))
    expect(diff(live, shape, second)).toEqual({ kind: 'gap' })
  })

  it('calls the removal of something that has not arrived a gap', () => {
    const live = cardDocument(1)
    const author = copyOf(live, 2)
    updateOf(author, (doc) => doc.getText('notes').insert(0, 'a'))
    const removal = updateOf(author, (doc) => doc.getText('notes').delete(0, 1))
    expect(diff(live, shape, removal)).toEqual({ kind: 'gap' })
  })

  const foreign: Record<string, (doc: Y.Doc) => void> = {
    'a nested map': (doc) => doc.getMap('profile').set('givenName', new Y.Map()),
    'a nested text': (doc) => doc.getMap('calls').set('x', new Y.Text('x')),
    'an embed': (doc) => doc.getText('notes').insertEmbed(0, { image: 'x' }),
    'a format': (doc) => doc.getText('notes').insert(0, 'x', { bold: true }),
    'a root nobody defined': (doc) => doc.getMap('secrets').set('x', 1),
    bytes: (doc) => doc.getMap('profile').set('givenName', new Uint8Array([1])),
    'an undefined value': (doc) => doc.getMap('profile').set('givenName', undefined),
  }
  for (const [name, write] of Object.entries(foreign)) {
    it(`refuses ${name}`, () => {
      const live = cardDocument(1)
      expect(diff(live, shape, updateOf(copyOf(live, 2), write))).toMatchObject({ kind: 'malformed' })
    })
  }

  it('refuses list items in a root that is a map, and keys in a root that is a text', () => {
    const doc = new Y.Doc()
    doc.getArray('profile').push([1])
    expect(diff(cardDocument(1), shape, Y.encodeStateAsUpdate(doc))).toMatchObject({ kind: 'malformed' })
    const other = new Y.Doc()
    other.getMap('notes').set('x', 'y')
    expect(diff(cardDocument(1), shape, Y.encodeStateAsUpdate(other))).toMatchObject({ kind: 'malformed' })
  })

  const wipe = (values: unknown[]): RawStruct => ({
    kind: 'item',
    parent: 'dispositions',
    key: '1789000000.42/1',
    content: { kind: 'any', values },
  })

  it('refuses a struct of no length, which would replace a field and leave no trace', () => {
    const live = cardDocument(1)
    live.getMap('dispositions').set('1789000000.42/1', 'set')
    const update = rawUpdate([{ client: 7, clock: 0, structs: [wipe([])] }])
    expect(diff(live, shape, update)).toMatchObject({ kind: 'malformed' })
  })

  it('refuses the removal of nothing, on which a document could never be loaded again', () => {
    const word: RawStruct = { kind: 'item', parent: 'notes', content: { kind: 'string', text: 'a' } }
    const update = rawUpdate([{ client: 7, clock: 0, structs: [word] }], [{ client: 7, clock: 1, length: 0 }])
    expect(() => Y.applyUpdate(cardDocument(1), update)).toThrow()
    expect(diff(cardDocument(1), shape, update)).toMatchObject({ kind: 'malformed' })
  })

  it('refuses two sections for one client, of which Yjs would leave the first out', () => {
    const update = rawUpdate([
      { client: 7, clock: 0, structs: [wipe(['a'])] },
      { client: 7, clock: 1, structs: [wipe(['b'])] },
    ])
    expect(diff(cardDocument(1), shape, update)).toMatchObject({ kind: 'malformed' })
  })

  it('finds nothing to apply in structs that are known, whatever they pretend to be', () => {
    const live = cardDocument(1)
    live.getText('notes').insert(0, 'a')
    const known: RawStruct = { kind: 'item', parent: 'secrets', content: { kind: 'string', text: 'a' } }
    const fresh: RawStruct = { kind: 'item', parent: 'notes', content: { kind: 'string', text: 'b' } }
    const update = (...structs: RawStruct[]) => rawUpdate([{ client: 1, clock: 0, structs }])
    expect(diff(live, shape, update(known))).toEqual({ kind: 'changes', changes: [], client: null })
    expect(diff(live, shape, update(known, fresh))).toMatchObject({ kind: 'malformed' })
  })

  it('tells of characters that come and go at once', () => {
    const gone: RawStruct = { kind: 'item', parent: 'notes', content: { kind: 'deleted', length: 3 } }
    expect(diff(cardDocument(1), shape, rawUpdate([{ client: 7, clock: 0, structs: [gone] }]))).toMatchObject(
      {
        changes: [{ type: 'text', root: 'notes', inserted: '', deleted: 0 }],
      },
    )
  })

  it('reads the largest update it takes in a moment, whatever hangs on what', () => {
    const live = cardDocument(1)
    const value = { kind: 'any', values: [1] } as const
    const beside = (clock: number): RawStruct => ({
      kind: 'item',
      origin: { client: 7, clock },
      content: value,
    })
    const first: RawStruct = { kind: 'item', parent: 'profile', key: 'x', content: value }
    const forms: ((at: number) => RawStruct)[] = [
      (at) => ({ ...first, key: `k${at}` }),
      () => first,
      (at) => (at === 0 ? first : beside(at - 1)),
      (at) => (at === 0 ? first : beside(0)),
    ]
    for (const form of forms) {
      const of = (length: number) =>
        rawUpdate([{ client: 7, clock: 0, structs: Array.from({ length }, (_, at) => form(at)) }])
      const started = performance.now()
      expect(diff(live, shape, of(1_000))).toMatchObject({ kind: 'changes' })
      expect(performance.now() - started).toBeLessThan(1_000)
      expect(diff(live, shape, of(1_001))).toMatchObject({ kind: 'malformed' })
    }
  })

  it('survives any bytes', () => {
    const live = cardDocument(1)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(['changes', 'gap', 'malformed']).toContain(diff(live, shape, bytes).kind)
      }),
    )
  })

  it('survives any truncation or flipped byte, and never changes the document it reads', () => {
    const live = cardDocument(1)
    live.getMap('profile').set('givenName', 'Anna')
    const author = copyOf(live, 2)
    const update = updateOf(author, (doc) => {
      doc.getMap('profile').set('givenName', 'Olga')
      doc.getText('notes').insert(0, 'hello')
    })
    const before = Y.encodeStateAsUpdate(live)
    fc.assert(
      fc.property(fc.nat(update.length), fc.nat(update.length - 1), fc.nat(255), (length, at, byte) => {
        const damaged = update.slice(0, length)
        if (at < damaged.length) damaged[at] = byte
        diff(live, shape, damaged)
        expect(Y.encodeStateAsUpdate(live)).toEqual(before)
      }),
    )
  })

  type Step =
    | { do: 'set'; who: number; key: string; value: string }
    | { do: 'remove'; who: number; key: string }
    | { do: 'type'; who: number; at: number; removed: number; text: string }
    | { do: 'sync'; who: number }
  const who = fc.nat(2)
  const key = fc.constantFrom('givenName', 'familyName', 'source')
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constant('set' as const), who, key, value: fc.string({ maxLength: 4 }) }),
    fc.record({ do: fc.constant('remove' as const), who, key }),
    fc.record({
      do: fc.constant('type' as const),
      who,
      at: fc.nat(20),
      removed: fc.nat(4),
      text: fc.string({ maxLength: 4 }),
    }),
    fc.record({ do: fc.constant('sync' as const), who }),
  )

  it('says exactly what applying the update then does, however the writers race', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const live = cardDocument(1)
        const authors = [10, 30, 20].map((id) => copyOf(live, id))
        for (const action of steps) {
          const author = authors[action.who]
          if (!author) continue
          if (action.do === 'sync') {
            Y.applyUpdate(author, Y.encodeStateAsUpdate(live, Y.encodeStateVector(author)))
            continue
          }
          const update = updateOf(author, (doc) => {
            if (action.do === 'set') doc.getMap('profile').set(action.key, action.value)
            if (action.do === 'remove') doc.getMap('profile').delete(action.key)
            if (action.do === 'type') {
              const notes = doc.getText('notes')
              const at = Math.min(action.at, notes.length)
              notes.delete(at, Math.min(action.removed, notes.length - at))
              notes.insert(at, action.text)
            }
          })
          const found = diff(live, shape, update)
          if (found.kind !== 'changes') throw new Error(found.kind)
          const fields = live.getMap<string>('profile').toJSON()
          const length = live.getText('notes').length
          Y.applyUpdate(live, update)
          expect(live.store.pendingStructs).toBeNull()
          expect(live.store.pendingDs).toBeNull()
          let expectedLength = length
          for (const change of found.changes) {
            if (change.type === 'text') expectedLength += change.inserted.length - change.deleted
            else if (!change.lost) {
              expect(fields[change.key]).toBe(change.before)
              if (change.after === undefined) delete fields[change.key]
              else fields[change.key] = change.after as string
            }
          }
          expect(live.getMap('profile').toJSON()).toEqual(fields)
          expect(live.getText('notes').length).toBe(expectedLength)
        }
      }),
      { numRuns: 500 },
    )
  })
})
