/**
 * What an update really does, read off the update itself: which field, from what, to what.
 *
 * Documents are flat (domain/documents/shape.ts), so every struct of an update names its root and key, directly or
 * through the neighbour it was written beside, and nothing has to be applied to find out. Only when two writes of
 * one key race is the update tried on a copy, to see which of them Yjs lets win. What cannot be read this way —
 * nested types, embeds, formats, structs of several clients, gaps — is no update of ours and is refused whole.
 */
import { createDecoder, readVarUint } from 'lib0/decoding'
import * as Y from 'yjs'
import type { DocumentShape, Json } from '#domain/documents/shape.ts'
import type { Change, FieldChange } from '#domain/policy/change.ts'
import { isPlainJson } from './plain-json.ts'

export type Diff =
  /**
   * `client` is the Yjs client that wrote it; `null` when the update only deletes. No changes: everything in it is
   * known, or pretends to be, and it must not be applied.
   */
  | { kind: 'changes'; changes: Change[]; client: number | null }
  /** Something that the update builds on has not arrived. */
  | { kind: 'gap' }
  | { kind: 'malformed'; detail: string }

/** A struct's place: the root it is under and, in a map, the key. */
interface Place {
  root: string
  key: string | null
}
interface Write {
  key: string
  root: string
  clock: number
  after: Json | undefined
  /** Written on top of what is there now (or of an earlier write of the same update), not beside it. */
  onTop: boolean
}

/** Bounds on one update, so that no update can cost more than a moment to read and to apply. */
const mostStructs = 1_000
const mostRemovals = 5_000
const longestStruct = 1_000_000

/** No root's name has a line break in it. */
const fieldOf = (root: string, key: string): string => `${root}\n${key}`

class Malformed extends Error {}
class Gap extends Error {}

export function diff(doc: Y.Doc, shape: DocumentShape, update: Uint8Array): Diff {
  try {
    return new Reading(doc, shape, update).result()
  } catch (error) {
    if (error instanceof Gap) return { kind: 'gap' }
    return { kind: 'malformed', detail: error instanceof Error ? error.message : 'unreadable' }
  }
}

class Reading {
  private readonly rootOf: Map<unknown, string>
  private readonly writes: Write[] = []
  /** What the update brings, in the order of its clocks, and where each is. */
  private readonly fresh: Y.Item[] = []
  private readonly places: Place[] = []
  /** The last write of each field so far. */
  private readonly latest = new Map<string, Y.Item>()
  private readonly removedKeys = new Map<string, Place & { key: string }>()
  private readonly text = new Map<string, { inserted: string; deleted: number }>()
  private client: number | null = null
  /** It brings something that is known. */
  private repeats = false

  private readonly doc: Y.Doc
  private readonly shape: DocumentShape
  private readonly update: Uint8Array

  constructor(doc: Y.Doc, shape: DocumentShape, update: Uint8Array) {
    this.doc = doc
    this.shape = shape
    this.update = update
    this.rootOf = new Map([...doc.share].map(([name, type]) => [type, name]))
  }

  result(): Diff {
    const { structs, ds } = Y.decodeUpdate(this.update)
    let removals = 0
    for (const ranges of ds.clients.values()) removals += ranges.length
    if (structs.length > mostStructs || removals > mostRemovals) throw new Malformed('too many parts')
    this.readHeader(structs)
    for (const struct of structs) this.readStruct(struct)
    for (const [client, ranges] of ds.clients) {
      for (const { clock, len } of ranges) this.readDeletion(client, clock, len)
    }
    const changes = [...this.fieldChanges(), ...this.textChanges()]
    // Yjs acts even on structs that it has: makes the roots they name, waits for neighbours that are missing.
    if (this.repeats && changes.length > 0) throw new Malformed('known and new in one update')
    return { kind: 'changes', changes, client: this.client }
  }

  /** Of two sections for one client Yjs applies the second only, and what the first was to bring is missing. */
  private readHeader(structs: readonly { id: Y.ID }[]) {
    const sections = readVarUint(createDecoder(this.update))
    if (sections !== new Set(structs.map(({ id }) => id.client)).size) {
      throw new Malformed('not one section for each client')
    }
  }

  private readStruct(struct: Y.Item | Y.GC | { id: Y.ID; length: number }) {
    const { client, clock } = struct.id
    // No clock passes while Yjs takes in such a struct, so it would not even be known afterwards.
    if (struct.length === 0) throw new Malformed('an empty struct')
    const next = this.nextClock(client)
    if (clock + struct.length <= next) {
      this.repeats = true
      return
    }
    if (clock > next) throw new Gap()
    if (clock < next) throw new Malformed('a struct overlaps what is known')
    if (!(struct instanceof Y.Item)) throw new Malformed('not an item')
    if (struct.length > longestStruct) throw new Malformed('a struct too long')
    if (this.client !== null && this.client !== client) throw new Malformed('several clients in one update')
    this.client = client
    const place = this.placeOf(struct)
    this.readContent(struct, place)
    this.fresh.push(struct)
    this.places.push(place)
    if (place.key !== null) this.latest.set(fieldOf(place.root, place.key), struct)
  }

  private nextClock(client: number): number {
    const last = client === this.client ? this.fresh.at(-1) : undefined
    return last ? last.id.clock + last.length : Y.getState(this.doc.store, client)
  }

  private placeOf(item: Y.Item): Place {
    const left = item.origin && this.placeAt(item.origin)
    const right = item.rightOrigin && this.placeAt(item.rightOrigin)
    if (left && right && (left.root !== right.root || left.key !== right.key)) {
      throw new Malformed('neighbours in different places')
    }
    const beside = left ?? right
    if (beside) {
      if (beside.key !== null && right) throw new Malformed('a field written before another')
      return beside
    }
    const parent: unknown = item.parent
    if (typeof parent !== 'string') throw new Malformed('not under a root')
    const kind = this.shape.get(parent)
    if (kind === undefined) throw new Malformed('no such root')
    if ((kind === 'map') !== (item.parentSub !== null))
      throw new Malformed('not the kind of content the root has')
    return { root: parent, key: item.parentSub }
  }

  private placeAt(id: Y.ID): Place {
    if (id.clock >= this.nextClock(id.client)) throw new Gap()
    if (id.clock >= Y.getState(this.doc.store, id.client)) {
      const found = this.places[Y.findIndexSS(this.fresh, id.clock)]
      if (!found) throw new Gap()
      return found
    }
    return this.placeInStore(Y.getItem(this.doc.store, id))
  }

  private placeInStore(item: unknown): Place {
    const root = item instanceof Y.Item ? this.rootOf.get(item.parent) : undefined
    if (!(item instanceof Y.Item) || root === undefined) throw new Malformed('not in a flat document')
    return { root, key: item.parentSub }
  }

  private readContent(item: Y.Item, { root, key }: Place) {
    const { content } = item
    if (key === null) {
      // Characters that come and go in one update are a change too: whoever makes it must be one who may.
      const edit = this.textOf(root)
      if (content instanceof Y.ContentString) edit.inserted += content.str
      else if (!(content instanceof Y.ContentDeleted)) throw new Malformed('not text')
      return
    }
    const removed = content instanceof Y.ContentDeleted
    if (!removed && !(content instanceof Y.ContentAny && content.arr.length === 1)) {
      throw new Malformed('not one JSON value')
    }
    const after: unknown = removed ? undefined : content.arr[0]
    if (!removed && !isPlainJson(after)) throw new Malformed('not a JSON value')
    this.writes.push({
      root,
      key,
      clock: item.id.clock,
      after: after as Json | undefined,
      onTop: this.isOnTop(item, root, key),
    })
  }

  private isOnTop(item: Y.Item, root: string, key: string): boolean {
    const current = this.latest.get(fieldOf(root, key)) ?? this.doc.getMap(root)._map.get(key)
    if (!current || !item.origin) return !current && !item.origin
    return Y.compareIDs(item.origin, current.lastId)
  }

  private textOf(root: string) {
    const edit = this.text.get(root) ?? { inserted: '', deleted: 0 }
    this.text.set(root, edit)
    return edit
  }

  private readDeletion(client: number, clock: number, length: number) {
    // Beyond what is known Yjs would keep it as missing, and then fail to write that down.
    if (length === 0) throw new Malformed('a removal of nothing')
    if (clock + length > this.nextClock(client)) throw new Gap()
    const structs = this.doc.store.clients.get(client) ?? []
    const known = Y.getState(this.doc.store, client)
    let at = clock
    for (
      let index = at < known ? Y.findIndexSS(structs, at) : structs.length;
      index < structs.length;
      index++
    ) {
      const struct = structs[index]
      if (!struct || struct.id.clock >= clock + length) break
      const end = Math.min(clock + length, struct.id.clock + struct.length)
      if (!struct.deleted) this.noteDeleted(struct, end - Math.max(at, struct.id.clock))
      at = end
    }
    for (const write of this.writes) {
      if (client === this.client && write.clock >= clock && write.clock < clock + length)
        write.after = undefined
    }
  }

  private noteDeleted(struct: Y.Item | Y.GC, length: number) {
    const { root, key } = this.placeInStore(struct)
    if (key === null) this.textOf(root).deleted += length
    else if (this.doc.getMap(root)._map.get(key) === struct)
      this.removedKeys.set(fieldOf(root, key), { root, key })
  }

  private *fieldChanges(): Generator<FieldChange> {
    const racing = this.writes.some((write) => !write.onTop)
    const outcome = racing ? this.tried() : undefined
    const last = new Map<string, Write>()
    for (const write of this.writes) last.set(fieldOf(write.root, write.key), write)
    for (const write of this.writes) {
      const wins =
        last.get(fieldOf(write.root, write.key)) === write && (!outcome || this.holds(outcome, write))
      yield {
        ...this.fieldChange(write.root, write.key, write.after),
        ...(wins ? {} : { lost: true as const }),
      }
    }
    for (const [id, { root, key }] of this.removedKeys) {
      const kept = outcome?.getMap(root).has(key) ?? last.has(id)
      if (!kept) yield this.fieldChange(root, key, undefined)
    }
  }

  private fieldChange(root: string, key: string, after: Json | undefined): FieldChange {
    const before = this.doc.getMap<Json>(root).get(key)
    return { type: 'field', root, key, before, after }
  }

  /** The document as it would be: 0.4–1.3 ms for a card, paid for races only. */
  private tried(): Y.Doc {
    const copy = new Y.Doc({ gc: false })
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(this.doc))
    Y.applyUpdate(copy, this.update)
    return copy
  }

  private holds(outcome: Y.Doc, write: Write): boolean {
    const current = outcome.getMap(write.root)._map.get(write.key)
    return current?.id.client === this.client && current.id.clock === write.clock
  }

  private *textChanges(): Generator<Change> {
    for (const [root, edit] of this.text) yield { type: 'text', root, ...edit }
  }
}
