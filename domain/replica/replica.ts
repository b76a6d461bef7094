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
import type { FieldIntent, Intent } from './intent.ts'
import type { Keeper, Kept } from './keeper.ts'
import { Keeping } from './keeping.ts'
import { intentsOf, isContained, makeRow, overtakenRows, remakeRow, type OutboxRow } from './outbox-row.ts'
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
  id: string
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

export interface ReplicaOptions {
  /** Without one all is lost with the window. */
  keeper?: Keeper | undefined
  /** No other window's name, so that no two actions on a device have the same id. */
  window?: string | undefined
  /** What the server would refuse goes to it even when it has been overtaken: the reason is the server's to give. */
  mayWrite?: MayWrite | undefined
}
/** Whether the author may write this field as `confirmed` has it. */
type MayWrite = (confirmed: Y.Doc, field: FieldIntent) => boolean

/** So that ids sort as the actions came. */
const digits = 8

/** A gap is nobody's fault and is sent again; this many in a row for one action is no accident. */
const mostGaps = 5

export class Replica {
  readonly confirmed = new Y.Doc()
  view: Y.Doc
  private readonly shape: DocumentShape
  private readonly keeping: Keeping
  private outbox: OutboxRow[] = []
  private refusedActions: RefusedAction[] = []
  private readonly listeners = new Set<(event: ReplicaEvent) => void>()
  private channel: Channel | undefined
  private readonly window: string
  private readonly mayWrite: MayWrite
  private acted = 0
  private gaps = 0

  constructor(shape: DocumentShape, { keeper, window = '', mayWrite = () => true }: ReplicaOptions = {}) {
    this.shape = shape
    this.window = window
    this.mayWrite = mayWrite
    this.keeping = new Keeping(keeper, {
      confirmed: () => Y.encodeStateAsUpdate(this.confirmed),
      refused: () => this.refusedActions,
      onKept: (row) => this.channel?.sendUpdate(row.update),
      onFailure: () => this.emit({ kind: 'outbox' }),
    })
    this.define(this.confirmed)
    this.view = this.freshView()
    this.confirmed.on('update', (update: Uint8Array) => {
      Y.applyUpdate(this.view, update, 'confirmed')
      this.keeping.confirmedChanged()
      this.prune()
    })
  }

  /** Actions that the server has not admitted yet. */
  get pending(): number {
    return this.outbox.length
  }

  /** Whether the action waits still to be admitted. */
  isPending(id: string): boolean {
    return this.outbox.some((row) => row.id === id)
  }

  get refused(): readonly RefusedAction[] {
    return this.refusedActions
  }

  /** The device takes nothing more: what is not saved would be lost with the window. */
  get unkept(): boolean {
    return this.keeping.failed
  }

  /**
   * Carries out one action of the person: shown at once, kept on the device, then sent when the line is up. Returns the
   * action's id; `undefined` when it changes nothing.
   */
  act(intents: readonly Intent[]): string | undefined {
    const id = `${this.window}:${String(this.acted + 1).padStart(digits, '0')}`
    const row = makeRow(this.view, id, intents)
    if (!row) return undefined
    this.acted++
    this.outbox.push(row)
    this.emit({ kind: 'outbox' })
    this.keeping.put([row])
    return id
  }

  /** The author has seen the refusal and wants it gone. */
  dismiss(id: string): void {
    this.refusedActions = this.refusedActions.filter((action) => action.id !== id)
    this.keeping.refusedChanged()
    this.emit({ kind: 'outbox' })
  }

  /** Takes up what is on the device: of windows that are gone, the person's own. */
  adopt({ confirmed, rows, refused }: Kept): void {
    if (confirmed) Y.applyUpdate(this.confirmed, confirmed)
    for (const { update } of rows) Y.applyUpdate(this.view, update, 'kept')
    this.outbox.push(...rows)
    this.refusedActions = [...this.refusedActions, ...refused]
    this.prune()
    this.emit({ kind: 'outbox' })
    if (this.channel) this.connect(this.channel)
  }

  subscribe(listener: (event: ReplicaEvent) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** `confirmed` is up to date with the server: what waits goes out, in order. The same update twice is harmless. */
  connect(channel: Channel): void {
    this.channel = channel
    this.prune()
    const overtaken = overtakenRows(this.outbox, this.confirmed, this.mayWrite)
    if (overtaken.length > 0) {
      for (const row of overtaken) this.setAside(row, 'overtaken')
      this.rebase(overtaken)
      this.emit({ kind: 'outbox' })
    }
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
    const dropped = row && (code !== 'gap' || this.gaps > mostGaps) ? [row] : []
    for (const one of dropped) this.setAside(one, code)
    this.rebase(dropped)
    this.emit({ kind: 'outbox' })
    this.channel?.sendRebased()
    this.sendAll()
  }

  destroy(): void {
    this.disconnect()
    this.keeping.write()
    this.listeners.clear()
    this.view.destroy()
    this.confirmed.destroy()
  }

  private sendAll(): void {
    for (const row of this.outbox) {
      if (!this.keeping.isKept(row)) return
      this.channel?.sendUpdate(row.update)
    }
  }

  private prune(): void {
    const admitted = this.outbox.filter((row) => isContained(row, this.confirmed))
    if (admitted.length === 0) return
    this.outbox = this.outbox.filter((row) => !admitted.includes(row))
    this.keeping.drop(admitted)
    this.gaps = 0
    this.emit({ kind: 'outbox' })
  }

  private setAside(row: OutboxRow, code: RefusalCode): void {
    this.refusedActions = [...this.refusedActions, { id: row.id, code, intents: intentsOf(row) }]
    this.keeping.refusedChanged()
  }

  private rebase(dropped: readonly OutboxRow[]): void {
    const former = this.view
    const view = this.freshView()
    const succession = new Succession(former, this.confirmed, view)
    const before = this.outbox
    this.outbox = before.flatMap((row) =>
      dropped.includes(row) ? [] : (remakeRow(view, row, succession) ?? []),
    )
    this.view = view
    this.keeping.replace(before, this.outbox)
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
