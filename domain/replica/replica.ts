/**
 * Two replicas and an outbox, so that a refusal costs its author one change.
 *
 * Yjs numbers a client's operations without gaps: once the server refuses one update, all that come after it from the
 * same client hang on it. So what the person does is never written into the synced document.
 *
 *   server ──admitted──► confirmed ──┐
 *                                    ├─► view ◄── the screen reads and writes here
 *   person ──action───► outbox ──────┘
 *                         └──update──► server
 *
 * `confirmed` holds only what the server has admitted; `view` is `confirmed` plus the outbox. A row leaves the outbox
 * when `confirmed` contains it. When one is refused, a new view under a new client id is built from `confirmed` and
 * the rows that remain.
 */
import * as Y from 'yjs'
import type { DocumentShape } from '#domain/documents/shape.ts'
import type { RefusalCode } from '#domain/policy/verdict.ts'
import type { Intent } from './intent.ts'
import { intentsOf, isContained, makeRow, remakeRow, type OutboxRow } from './outbox-row.ts'
import { Succession } from './succession.ts'
import { differenceOf, type TextDelta } from './text-delta.ts'

/** The line to the server, while it is up. */
export interface Channel {
  sendUpdate(update: Uint8Array): void
  /** Tells the server that this replica writes on new ground. */
  sendRebased(): void
}

/** An action that the server did not admit; it stays until its author has dealt with it. */
export interface RefusedAction {
  id: number
  code: RefusalCode
  intents: readonly Intent[]
}

export type ReplicaEvent =
  /** Something that the screen shows may have changed. */
  | { kind: 'view' }
  /** A shared text changed; `local` when this replica's own action did it. */
  | { kind: 'text'; root: string; delta: readonly TextDelta[]; local: boolean }
  /** The number of unsaved or refused actions changed. */
  | { kind: 'outbox' }

/** A gap is nobody's fault and is sent again; this many in a row for one action is no accident. */
const mostGaps = 5

export class Replica {
  readonly confirmed = new Y.Doc()
  view: Y.Doc
  private readonly shape: DocumentShape
  private outbox: OutboxRow[] = []
  private refusedActions: RefusedAction[] = []
  private readonly listeners = new Set<(event: ReplicaEvent) => void>()
  private channel: Channel | undefined
  private nextId = 1
  private gaps = 0

  constructor(shape: DocumentShape) {
    this.shape = shape
    this.define(this.confirmed)
    this.view = this.freshView()
    this.confirmed.on('update', (update: Uint8Array) => {
      Y.applyUpdate(this.view, update, 'confirmed')
      this.prune()
    })
  }

  /** Actions that the server has not admitted yet. */
  get pending(): number {
    return this.outbox.length
  }

  get refused(): readonly RefusedAction[] {
    return this.refusedActions
  }

  /** Carries out one action of the person: shown at once, sent when the line is up. */
  act(intents: readonly Intent[]): void {
    const row = makeRow(this.view, this.nextId, intents)
    if (!row) return
    this.nextId++
    this.outbox.push(row)
    this.emit({ kind: 'outbox' })
    this.channel?.sendUpdate(row.update)
  }

  /** The author has seen the refusal and wants it gone. */
  dismiss(id: number): void {
    this.refusedActions = this.refusedActions.filter((action) => action.id !== id)
    this.emit({ kind: 'outbox' })
  }

  subscribe(listener: (event: ReplicaEvent) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** `confirmed` is up to date with the server: what waits goes out, in order. The same update twice is harmless. */
  connect(channel: Channel): void {
    this.channel = channel
    this.prune()
    this.sendAll()
  }

  disconnect(): void {
    this.channel = undefined
  }

  /**
   * The server holds this document until the replica has rebased.
   * `isRefused` tells whether an update is the one that was refused.
   */
  refuse(code: RefusalCode, isRefused: (update: Uint8Array) => boolean): void {
    this.prune()
    const row = this.outbox.find(({ update }) => isRefused(update))
    this.gaps = code === 'gap' ? this.gaps + 1 : 0
    const dropped = row && (code !== 'gap' || this.gaps > mostGaps) ? row : undefined
    if (dropped) {
      this.refusedActions = [...this.refusedActions, { id: dropped.id, code, intents: intentsOf(dropped) }]
    }
    this.rebase(dropped)
    this.emit({ kind: 'outbox' })
    this.channel?.sendRebased()
    this.sendAll()
  }

  destroy(): void {
    this.disconnect()
    this.listeners.clear()
    this.view.destroy()
    this.confirmed.destroy()
  }

  private sendAll(): void {
    for (const row of this.outbox) this.channel?.sendUpdate(row.update)
  }

  private prune(): void {
    const before = this.outbox.length
    this.outbox = this.outbox.filter((row) => !isContained(row, this.confirmed))
    if (this.outbox.length === before) return
    this.gaps = 0
    this.emit({ kind: 'outbox' })
  }

  private rebase(dropped: OutboxRow | undefined): void {
    const former = this.view
    const view = this.freshView()
    const succession = new Succession(former, this.confirmed, view)
    this.outbox = this.outbox.flatMap((row) =>
      row === dropped ? [] : (remakeRow(view, row, succession) ?? []),
    )
    this.view = view
    for (const [root, kind] of this.shape) {
      if (kind !== 'text') continue
      const delta = differenceOf(former.getText(root).toString(), this.view.getText(root).toString())
      if (delta.length > 0) this.emit({ kind: 'text', root, delta, local: false })
    }
    former.destroy()
    this.emit({ kind: 'view' })
  }

  private freshView(): Y.Doc {
    const view = new Y.Doc()
    this.define(view)
    Y.applyUpdate(view, Y.encodeStateAsUpdate(this.confirmed), 'confirmed')
    for (const [root, kind] of this.shape) {
      if (kind !== 'text') continue
      view.getText(root).observe((event, transaction) => {
        if (this.view !== view) return
        this.emit({ kind: 'text', root, delta: deltaOf(event), local: transaction.origin === 'outbox' })
      })
    }
    view.on('update', () => {
      if (this.view === view) this.emit({ kind: 'view' })
    })
    return view
  }

  private define(doc: Y.Doc): void {
    for (const [root, kind] of this.shape) {
      if (kind === 'map') doc.getMap(root)
      else doc.getText(root)
    }
  }

  private emit(event: ReplicaEvent): void {
    for (const listener of this.listeners) listener(event)
  }
}

function deltaOf(event: Y.YTextEvent): TextDelta[] {
  const delta: TextDelta[] = []
  let index = 0
  for (const { retain = 0, delete: removed = 0, insert } of event.delta) {
    index += retain
    const inserted = typeof insert === 'string' ? insert : ''
    if (removed > 0 || inserted !== '') delta.push({ index, removed, inserted })
    index += inserted.length
  }
  return delta
}
