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
import type { Keeper, Kept, Step } from './keeper.ts'
import { History, type Entry, type Scope } from './history.ts'
import { Keeping } from './keeping.ts'
import { OtherWindows } from './other-windows.ts'
import { inOrder, placeOf, rowId } from './row-id.ts'
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
  /** No other window's name: it makes ids that no other action on the device has. */
  window?: string | undefined
  /** What the server would refuse goes to it even when it has been overtaken: the reason is the server's to give. */
  mayWrite?: MayWrite | undefined
}
/** Whether the author may write this field as `confirmed` has it. */
type MayWrite = (confirmed: Y.Doc, field: FieldIntent) => boolean

/** A gap is nobody's fault and is sent again; this many in a row for one action is no accident. */
const mostGaps = 5

export class Replica {
  readonly confirmed = new Y.Doc()
  view: Y.Doc
  private readonly shape: DocumentShape
  private readonly keeping: Keeping
  private readonly history = new History()
  private outbox: OutboxRow[] = []
  private readonly others = new OtherWindows()
  private refusedActions: RefusedAction[] = []
  private readonly listeners = new Set<(event: ReplicaEvent) => void>()
  private channel: Channel | undefined
  private readonly window: string
  private readonly mayWrite: MayWrite
  /** The place of the last action that this window knows of. */
  private latest = 0
  private gaps = 0
  /** Rows that have been sent since the line is up. */
  private onLine = new WeakSet<OutboxRow>()
  /** Rows that the server may have admitted before this window hears of it. */
  private readonly sent = new WeakSet<OutboxRow>()

  constructor(shape: DocumentShape, { keeper, window = '', mayWrite = () => true }: ReplicaOptions = {}) {
    this.shape = shape
    this.window = window
    this.mayWrite = mayWrite
    this.keeping = new Keeping(keeper, {
      confirmed: () => Y.encodeStateAsUpdate(this.confirmed),
      refused: () => this.refusedActions,
      onKept: () => this.send(),
      onFailure: () => this.emit({ kind: 'outbox' }),
    })
    this.define(this.confirmed)
    this.view = this.freshView()
    this.confirmed.on('update', (update: Uint8Array) => {
      Y.applyUpdate(this.view, update, 'confirmed')
      this.keeping.confirmedChanged()
      this.prune()
      this.send()
    })
  }

  /** Actions of this person that the server has not admitted yet, in whichever window they were made. */
  get pending(): number {
    return this.outbox.length + this.others.count
  }

  /** Something in here would be missed if this window put it down: it is this one that sends it, and tells of it. */
  get isNeeded(): boolean {
    return this.outbox.length > 0 || this.refusedActions.length > 0
  }

  /** Whether the action waits still to be admitted. */
  isPending(id: string): boolean {
    return this.outbox.some((row) => row.id === id)
  }

  get refused(): readonly RefusedAction[] {
    return this.refusedActions
  }

  /** The device has not taken all that waits: it would be lost with the window. */
  get unkept(): boolean {
    return this.outbox.some((row) => this.keeping.isUntaken(row))
  }

  /**
   * Carries out one action of the person: shown at once, kept on the device, then sent when the line is up. Returns the
   * action's id; `undefined` when it changes nothing. One that `joins` is taken back together with the one before it.
   */
  act(intents: readonly Intent[], { joins = false }: { joins?: boolean } = {}): string | undefined {
    const row = makeRow(this.view, this.nextId(), intents)
    if (row) this.history.add(row, joins)
    return this.take(row)
  }

  /** Takes back what this window's person did last within the scope. False when there is nothing. */
  undo(scope: Scope): boolean {
    const row = this.takeBack(() => this.history.lastDone(scope))
    if (row) this.history.noteUndone(row)
    return row !== undefined
  }

  /** Does again what was taken back last within the scope. */
  redo(scope: Scope): boolean {
    const row = this.takeBack(() => this.history.lastUndone(scope))
    if (row) this.history.noteRedone(row)
    return row !== undefined
  }

  /** The author has seen the refusal and wants it gone. */
  dismiss(id: string): void {
    this.refusedActions = this.refusedActions.filter((action) => action.id !== id)
    this.keeping.refusedChanged()
    this.emit({ kind: 'outbox' })
  }

  /**
   * Takes up what is on the device. What windows that are gone have left becomes this one's; the server may have admitted
   * some of it, so the replica has to be connected anew.
   */
  adopt({ confirmed, rows, others, refused }: Kept): void {
    const here = new Set([...rows, ...others].map(({ id }) => id))
    const gone = this.others.rows.map(({ id }) => id).filter((id) => !here.has(id))
    this.hear({ confirmed, put: [...rows, ...others], drop: gone })
    this.others.release(rows)
    for (const row of rows) this.sent.add(row)
    this.outbox = inOrder([...this.outbox, ...rows])
    this.refusedActions = [...this.refusedActions, ...refused]
    this.prune()
    if (rows.length > 0) this.disconnect()
    this.emit({ kind: 'outbox' })
  }

  /** Another window of the same person has put this on the device. */
  follow(step: Step): void {
    this.hear(step)
    this.prune()
    this.emit({ kind: 'outbox' })
    this.send()
  }

  subscribe(listener: (event: ReplicaEvent) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** `confirmed` is up to date with the server: what waits goes out, in order. The same update twice is harmless. */
  connect(channel: Channel): void {
    this.channel = channel
    this.onLine = new WeakSet()
    this.prune()
    const overtaken = overtakenRows(
      inOrder([...this.outbox, ...this.others.rows]),
      this.confirmed,
      this.mayWrite,
    ).filter((row) => !this.others.has(row))
    if (overtaken.length > 0) {
      for (const row of overtaken) this.setAside(row, 'overtaken')
      this.rebase((row) => (overtaken.includes(row) ? 'drop' : 'remake'))
      this.emit({ kind: 'outbox' })
    }
    this.send()
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
    const dropped = code !== 'gap' || this.gaps > mostGaps ? row : undefined
    if (dropped) this.setAside(dropped, code)
    this.rebase((one) => (one === dropped ? 'drop' : 'remake'))
    this.emit({ kind: 'outbox' })
    this.channel?.sendRebased()
    this.send()
  }

  destroy(): void {
    this.disconnect()
    this.keeping.write()
    this.listeners.clear()
    this.view.destroy()
    this.confirmed.destroy()
  }

  private hear({
    confirmed,
    put,
    drop,
  }: Pick<Step, 'put' | 'drop'> & { confirmed?: Uint8Array | undefined }) {
    if (confirmed) Y.applyUpdate(this.confirmed, confirmed, 'device')
    const rows = inOrder(put.filter(({ id }) => !this.isPending(id)))
    for (const { id } of rows) this.latest = Math.max(this.latest, placeOf(id))
    const first = this.others.hear(rows, drop)
    if (first === undefined) for (const { update } of rows) Y.applyUpdate(this.view, update, 'kept')
    else this.rebase((row) => (row.id < first || this.sent.has(row) ? 'keep' : 'remake'))
  }

  private takeBack(next: () => Entry | undefined): OutboxRow | undefined {
    for (let entry = next(); entry; entry = next()) {
      const row = this.history.takeBack(this.view, this.nextId(), entry)
      if (row) {
        this.take(row)
        return row
      }
    }
    return undefined
  }

  private nextId(): string {
    return rowId(this.latest + 1, this.window)
  }

  private take(row: OutboxRow | undefined): string | undefined {
    if (!row) return undefined
    this.latest++
    this.outbox.push(row)
    this.emit({ kind: 'outbox' })
    this.keeping.put([row])
    return row.id
  }

  /**
   * In order, what is on the device and has not been sent on this line. A row may build on any that came before it, so it
   * waits for those of other windows.
   */
  private send(): void {
    const { first } = this.others
    for (const row of this.outbox) {
      if (!this.channel || !this.keeping.isKept(row) || (first !== undefined && first < row.id)) return
      if (this.onLine.has(row)) continue
      this.onLine.add(row)
      this.sent.add(row)
      this.channel.sendUpdate(row.update)
    }
  }

  private prune(): void {
    const before = this.pending
    this.others.prune(this.confirmed)
    const admitted = this.outbox.filter((row) => isContained(row, this.confirmed))
    this.outbox = this.outbox.filter((row) => !admitted.includes(row))
    if (this.pending === before) return
    if (admitted.length > 0) {
      this.keeping.drop(admitted)
      this.gaps = 0
    }
    this.emit({ kind: 'outbox' })
  }

  private setAside(row: OutboxRow, code: RefusalCode): void {
    this.refusedActions = [...this.refusedActions, { id: row.id, code, intents: intentsOf(row) }]
    this.keeping.refusedChanged()
  }

  /** A row that is kept must build on none that is dropped or made again. */
  private rebase(fateOf: (row: OutboxRow) => 'keep' | 'remake' | 'drop'): void {
    const former = this.view
    const view = this.freshView()
    const succession = new Succession(former, view)
    const before = this.outbox
    this.outbox = inOrder([...before, ...this.others.rows]).flatMap((row) => {
      const isOther = this.others.has(row)
      const fate = isOther ? 'keep' : fateOf(row)
      if (fate === 'remake') return remakeRow(view, row, succession) ?? []
      if (fate === 'keep') Y.applyUpdate(view, row.update, 'kept')
      return fate === 'drop' || isOther ? [] : [row]
    })
    this.view = view
    this.keeping.replace(before, this.outbox)
    this.history.replace(before, this.outbox, succession)
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
