/**
 * What somebody could send who writes the bytes themselves: a replica that does what no screen offers, structs that no
 * Yjs makes, and damaged, repeated and mixed-up updates. Some of it is legal, as it would be from a client that hides.
 */
import * as Y from 'yjs'
import type { DocumentShape } from '#domain/documents/shape.ts'
import type { Random } from './random.ts'
import { rawUpdate, type RawContent, type RawId, type RawSection, type RawStruct } from './raw-update.ts'

export const call = '1789000000.42'
const patient = '01JC0000000000000000000007'
const appointment = '01JC0000000000000000000009'

const keys = [
  'givenName',
  'priority',
  'tags',
  '+79161112233',
  call,
  `${call}/1`,
  `${call}/2`,
  `${call}/10`,
  `${appointment}/at`,
  `${appointment}/price`,
  'state',
  'constructor',
  '__proto__',
  'toString',
  '',
  'x'.repeat(1000),
]

/** As JSON.parse makes it: an own key of that name, which an assignment would take for the prototype. */
const withPrototype: unknown = JSON.parse('{"__proto__":{"by":"supervisor"},"result":"booked"}')
function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = [value]
  return value
}

export class HostileClient {
  /** What was sent last and how it is called. */
  attack = ''
  private readonly random: Random
  private readonly live: Y.Doc
  private readonly shape: DocumentShape
  private readonly actor: string
  private own: Y.Doc
  private readonly sent: Uint8Array[] = []

  constructor(random: Random, live: Y.Doc, shape: DocumentShape, actor: string) {
    this.random = random
    this.live = live
    this.shape = shape
    this.actor = actor
    this.own = this.copy()
  }

  /** Starts from what is there now, as an honest client would after a refusal. */
  rebase(): void {
    this.own.destroy()
    this.own = this.copy()
  }

  next(): Uint8Array {
    const update = this.make()
    if (update.length < 10_000) {
      this.sent.push(update)
      if (this.sent.length > 50) this.sent.shift()
    }
    return update
  }

  private make(): Uint8Array {
    const dice = this.random.nat(400)
    if (dice === 0) return this.huge()
    if (dice < 160) return this.written(this.own)
    if (dice < 175) return this.underAnothersClient()
    if (dice < 190) return this.confused()
    if (dice < 320) return this.raw()
    return this.damaged()
  }

  private copy(): Y.Doc {
    const copy = new Y.Doc()
    copy.clientID = 1 + this.random.nat(0x7fff_ffff)
    for (const [root, kind] of this.shape) {
      if (kind === 'map') copy.getMap(root)
      else copy.getText(root)
    }
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(this.live))
    return copy
  }

  /** Does one to three things in a replica. */
  private written(doc: Y.Doc): Uint8Array {
    const updates: Uint8Array[] = []
    const keep = (update: Uint8Array) => updates.push(update)
    doc.on('update', keep)
    doc.transact(() => {
      for (let times = this.random.chance(3) ? 3 : 1; times > 0; times--) this.writeSomething(doc)
    })
    doc.off('update', keep)
    return updates[0] ?? new Uint8Array([0, 0])
  }

  private writeSomething(doc: Y.Doc): void {
    const [root, kind] = this.random.pick([...this.shape])
    if (kind === 'text') {
      this.attack = `text ${root}`
      return this.writeText(doc.getText(root))
    }
    const map = doc.getMap(root)
    const known = [...map.keys()]
    const key = known.length > 0 && this.random.chance(2) ? this.random.pick(known) : this.random.pick(keys)
    this.attack = `field ${root}.${key.slice(0, 20)}`
    if (this.random.chance(5)) map.delete(key)
    else map.set(key, this.value(root))
  }

  private writeText(text: Y.Text): void {
    const at = this.random.nat(text.length + 1)
    switch (this.random.nat(6)) {
      case 0:
        return text.delete(at, this.random.nat(text.length - at + 1))
      case 1:
        return text.insertEmbed(at, { image: 'x' })
      case 2:
        return text.insert(at, 'bold', { bold: true })
      case 3:
        return text.applyDelta([{ retain: at }, { insert: 'x', attributes: { link: 'x' } }])
      default:
        return text.insert(at, this.random.pick(['а', 'слово ', '😀', '\0']))
    }
  }

  private value(root: string): unknown {
    if (this.random.chance(4)) return this.fittingValue(root)
    return this.random.pick<() => unknown>([
      () => ({ result: 'booked', comment: '', by: this.actor }),
      () => ({ result: 'booked', comment: '', by: 'supervisor' }),
      () => ({ result: 'constructor', comment: '', by: this.actor }),
      () => patient,
      () => 'high',
      () => ['vip'],
      () => withPrototype,
      () => nested(this.random.pick([2, 9, 500])),
      () => new Y.Map([['x', 1]]),
      () => new Y.Text('x'),
      () => Y.Array.from([1]),
      () => new Uint8Array([1, 2]),
      () => 10n,
      () => Number.NaN,
      () => undefined,
      () => null,
    ])()
  }

  private fittingValue(root: string): unknown {
    if (root === 'phones') return { label: 'x' }
    if (root === 'dispositions') return { result: 'consulted', comment: '', by: this.actor }
    if (root === 'appointments') return '2026-01-09T10:00:00Z'
    return root === 'patients' ? patient : this.random.pick(['Анна', 'low', 'high'])
  }

  private underAnothersClient(): Uint8Array {
    const copy = this.copy()
    const clients = [...this.live.store.clients.keys()]
    if (clients.length > 0) copy.clientID = this.random.pick(clients)
    const update = this.written(copy)
    copy.destroy()
    this.attack = `as another's client: ${this.attack}`
    return update
  }

  /** Roots of the wrong kind, and roots nobody defined. */
  private confused(): Uint8Array {
    this.attack = 'roots of the wrong kind'
    const doc = new Y.Doc()
    for (let times = this.random.chance(10) ? 300 : 1; times > 0; times--) {
      const root = this.random.pick([
        ...this.shape.keys(),
        'secrets',
        'constructor',
        '__proto__',
        `r${times}`,
      ])
      if (doc.share.has(root)) continue
      this.random.pick([
        () => doc.getArray(root).push(['x']),
        () => doc.getMap(root).set(this.random.pick(keys), 'x'),
        () => doc.getText(root).insert(0, 'x'),
        () => doc.getXmlFragment(root).push([new Y.XmlElement('x')]),
      ])()
    }
    const update = Y.encodeStateAsUpdate(doc)
    doc.destroy()
    return update
  }

  private raw(): Uint8Array {
    this.attack = 'structs of its own making'
    const sections = Array.from({ length: this.random.pick([0, 1, 1, 1, 1, 2]) }, () => this.section())
    if (this.random.chance(20)) sections.push(...sections)
    const deletions = Array.from({ length: this.random.pick([0, 0, 1, 2]) }, () => ({
      ...this.id(),
      length: this.random.pick([0, 1, 1, 3, 1000]),
    }))
    return rawUpdate(sections, deletions)
  }

  private section(): RawSection {
    const { client } = this.id()
    const clock = Y.getState(this.live.store, client) + this.random.pick([0, 0, 0, 0, 1, -1])
    const structs = Array.from({ length: 1 + this.random.nat(3) }, () => this.struct())
    return { client, clock: Math.max(0, clock), structs }
  }

  private struct(): RawStruct {
    const dice = this.random.nat(20)
    if (dice < 2) return { kind: dice === 0 ? 'gc' : 'skip', length: this.random.nat(3) }
    const isText = this.random.chance(3)
    const beside = this.random.nat(4)
    return {
      kind: 'item',
      ...(beside === 0 && { origin: this.id() }),
      ...(beside === 1 && { origin: this.id(), rightOrigin: this.id() }),
      parent: this.random.chance(8)
        ? this.random.pick(['secrets', 'constructor', this.id()])
        : this.random.pick([...this.shape.keys()]),
      ...(!isText && { key: this.random.pick(keys) }),
      content: this.content(),
    }
  }

  private content(): RawContent {
    return this.random.pick<() => RawContent>([
      () => ({ kind: 'any', values: [this.fittingValue('dispositions')] }),
      () => ({ kind: 'any', values: [this.fittingValue('profile')] }),
      () => ({ kind: 'any', values: this.random.pick([[], ['x', 'y'], [undefined]]) }),
      () => ({ kind: 'string', text: this.random.pick(['x', '', 'слово']) }),
      () => ({ kind: 'deleted', length: this.random.pick([0, 1, 5, 2 ** 40]) }),
      () => ({ kind: 'json', texts: ['1', '{'] }),
      () => ({ kind: 'binary', bytes: this.random.bytes(3) }),
      () => ({ kind: 'embed', text: '{}' }),
      () => ({ kind: 'format', key: 'bold', text: 'true' }),
      () => ({ kind: 'type', ref: this.random.nat(8) }),
      () => ({ kind: 'document', guid: 'x' }),
    ])()
  }

  /** Of something that is there, more often than not. */
  private id(): RawId {
    const clients = [...this.live.store.clients.keys(), this.own.clientID]
    const client = this.random.chance(10) ? this.random.nat(2 ** 31) : this.random.pick(clients)
    return { client, clock: this.random.nat(Y.getState(this.live.store, client) + 1) }
  }

  private damaged(): Uint8Array {
    const known = this.sent.length > 0 ? this.random.pick(this.sent) : new Uint8Array([0, 0])
    switch (this.random.nat(5)) {
      case 0:
        this.attack = 'a replay'
        return known
      case 1:
        this.attack = 'a truncation'
        return known.slice(0, this.random.nat(known.length + 1))
      case 2: {
        this.attack = 'a flipped byte'
        const flipped = known.slice()
        flipped[this.random.nat(flipped.length)] = this.random.nat(256)
        return flipped
      }
      case 3:
        this.attack = 'a merger'
        return this.merged(known)
      default:
        this.attack = 'random bytes'
        return this.random.bytes(this.random.nat(60))
    }
  }

  private merged(known: Uint8Array): Uint8Array {
    try {
      return Y.mergeUpdates([known, this.random.pick(this.sent), this.written(this.own)])
    } catch {
      return known
    }
  }

  private huge(): Uint8Array {
    this.attack = 'something huge'
    const { clientID: client } = this.own
    const clock = Y.getState(this.live.store, client)
    const item = (content: RawContent, key?: string): RawStruct => ({
      kind: 'item',
      parent: key === undefined ? 'notes' : 'profile',
      ...(key !== undefined && { key }),
      content,
    })
    const structs = this.random.pick<() => RawStruct[]>([
      () => [item({ kind: 'string', text: 'x'.repeat(300_000) })],
      () => [item({ kind: 'string', text: 'x'.repeat(20_001) })],
      () => [item({ kind: 'any', values: [nested(5_000)] }, 'tags')],
      () => Array.from({ length: 20_000 }, () => item({ kind: 'deleted', length: 1 })),
      () => Array.from({ length: 990 }, (_, at) => item({ kind: 'any', values: [at] }, `k${at}`)),
      () => Array.from({ length: 990 }, () => item({ kind: 'string', text: 'x' })),
    ])()
    return rawUpdate([{ client, clock, structs }])
  }
}
