import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { attach, type SyncProvider } from './attach.ts'
import { Replica } from './replica.ts'
import { shape } from './testing/simulated-server.ts'

/** A provider of which the test is the other end. */
class Provider implements SyncProvider {
  readonly document: Y.Doc
  readonly sent: (Uint8Array | string)[] = []
  readonly awareness = null
  synced = false
  private readonly listeners = new Map<string, Set<(event: unknown) => void>>()

  constructor(document: Y.Doc) {
    this.document = document
  }
  on(event: string, listener: (event: unknown) => void) {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener))
  }
  off(event: string, listener?: (event: unknown) => void) {
    if (listener) this.listeners.get(event)?.delete(listener)
  }
  emit(event: string, payload: unknown) {
    for (const listener of this.listeners.get(event) ?? []) listener(payload)
  }
  sendStateless(payload: string) {
    this.sent.push(payload)
  }
  documentUpdateHandler(update: Uint8Array) {
    this.sent.push(update)
  }
}

let replica: Replica
let provider: Provider
let letGo: () => void
const type = (inserted: string) =>
  replica.act([{ kind: 'edit', root: 'notes', index: 0, removed: 0, inserted }])
beforeEach(() => {
  replica = new Replica(shape)
  provider = new Provider(replica.confirmed)
  letGo = attach(replica, provider)
})

describe('a replica on its provider', () => {
  it('sends what waits once it is up to date, and not before', () => {
    type('a')
    expect(provider.sent).toEqual([])
    provider.emit('synced', { state: false })
    expect(provider.sent).toEqual([])
    provider.emit('synced', { state: true })
    expect(provider.sent).toHaveLength(1)
    type('b')
    expect(provider.sent).toHaveLength(2)
  })

  it('keeps what is typed while the line is down', () => {
    provider.emit('synced', { state: true })
    provider.emit('close', {})
    type('a')
    expect(provider.sent).toEqual([])
    provider.emit('synced', { state: true })
    expect(provider.sent).toHaveLength(1)
  })

  it('knows the refused action by the digest of its update, and says that it has rebased', () => {
    provider.emit('synced', { state: true })
    type('a')
    type('b')
    const [first] = provider.sent
    if (!(first instanceof Uint8Array)) throw new Error('nothing was sent')
    const update = createHash('sha256').update(first).digest('hex')
    provider.emit('stateless', { payload: JSON.stringify({ type: 'refused', update, code: 'too-long' }) })
    expect(replica.refused).toMatchObject([{ code: 'too-long', intents: [{ inserted: 'a' }] }])
    expect(provider.sent[2]).toBe('{"type":"rebased"}')
    expect(replica.view.getText('notes').toString()).toBe('b')
  })

  it('shows a refusal whose code it does not know as not allowed', () => {
    type('a')
    provider.emit('synced', { state: true })
    const [first] = provider.sent
    if (!(first instanceof Uint8Array)) throw new Error('nothing was sent')
    const update = createHash('sha256').update(first).digest('hex')
    provider.emit('stateless', { payload: JSON.stringify({ type: 'refused', update, code: 'constructor' }) })
    expect(replica.refused).toMatchObject([{ code: 'not-allowed' }])
  })

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"type":"command"}',
    '{"type":"refused"}',
    '{"type":"refused","update":1}',
  ])('minds no message that is none of its own: %s', (payload) => {
    provider.emit('synced', { state: true })
    type('a')
    const { view } = replica
    provider.emit('stateless', { payload })
    expect(replica.view).toBe(view)
    expect(provider.sent).toHaveLength(1)
  })

  it('sends nothing after it was let go', () => {
    provider.emit('synced', { state: true })
    letGo()
    type('a')
    provider.emit('synced', { state: true })
    expect(provider.sent).toEqual([])
    expect(replica.pending).toBe(1)
  })
})
