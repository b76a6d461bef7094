/**
 * The ledger as the rest of the server sees it: append a row and wait until it is on disk, read a document's rows.
 * Rows of all documents that arrive while a commit is on its way, or a few milliseconds after it has begun, go into the
 * next one together.
 */
import { inspect } from 'node:util'
import { Worker } from 'node:worker_threads'
import type Database from 'libsql'
import { connect } from '#sync-server/store/connect.ts'
import type { LedgerRow, Opening, Snapshot, WriterReply, WriterRequest } from './ledger-row.ts'

export type Appended =
  | { kind: 'appended'; id: number }
  /** Another server has appended to this document; take its rows in and judge again. */
  | { kind: 'overtaken' }
  /** Nothing was written: the disk is full, the file is gone… */
  | { kind: 'failed'; reason: string }

export interface StoredDocument {
  snapshot: Snapshot | undefined
  rows: StoredRow[]
}
export interface StoredRow {
  id: number
  sequence: number
  actor: string
  client: number | null
  update: Uint8Array
}

interface Waiting {
  row: LedgerRow
  resolve: (result: Appended) => void
}

/**
 * Milliseconds from the beginning of one commit to that of the next. A lone row goes to the disk at once; under load
 * rows gather, which costs each of them a part of this and spares the processor most of the commits.
 */
const commitsApart = 4
/** Milliseconds for which openings wait for each other: nobody waits for them. */
const openingsDelay = 500

export class Ledger {
  private readonly worker: Worker
  private readonly reader: Database.Database
  private waiting: Waiting[] = []
  private inFlight: Waiting[] | undefined
  /** When the last commit was begun, by `performance.now()`. */
  private lastBegun = -Infinity
  private gathering: NodeJS.Timeout | undefined
  private openings: Opening[] = []
  private openingsTimer: NodeJS.Timeout | undefined
  private readonly settling = new Map<number, (failure?: Error) => void>()
  private nextToken = 1
  private closed = false

  /** Resolves with the reason if the writer is lost: from then on nothing can be admitted until the process starts anew. */
  readonly lost: Promise<string>
  private readonly sayLost: (reason: string) => void
  private readonly onTrouble: (reason: string) => void

  /** `path` of the libSQL file; `onTrouble` is told what an operator of the server should look at. */
  constructor(path: string, onTrouble: (reason: string) => void) {
    this.onTrouble = onTrouble
    const { promise, resolve } = Promise.withResolvers<string>()
    this.lost = promise
    this.sayLost = resolve
    this.reader = connect(path)
    this.worker = new Worker(new URL('./ledger-writer.ts', import.meta.url), {
      workerData: { path },
    })
    this.worker.on('message', (reply: WriterReply) => this.receive(reply))
    // Errors of libSQL lose their sentence on the way between threads.
    this.worker.on('error', (error: unknown) =>
      this.writerLost(error instanceof Error ? error.message : inspect(error)),
    )
    this.worker.on('exit', () => this.writerLost('the writer has ended'))
  }

  append(row: LedgerRow): Promise<Appended> {
    if (this.closed) return Promise.resolve({ kind: 'failed', reason: 'the ledger is closed' })
    return new Promise((resolve) => {
      this.waiting.push({ row, resolve })
      this.sendBatch()
    })
  }

  load(document: string): StoredDocument {
    const snapshot = this.reader
      .prepare('SELECT document, sequence, last, state, clients FROM snapshots WHERE document = ?')
      .get(document) as Snapshot | undefined
    return { snapshot, rows: this.rowsAfter(document, snapshot?.sequence ?? 0) }
  }

  rowsAfter(document: string, sequence: number): StoredRow[] {
    const rows = this.reader
      .prepare(
        `SELECT id, sequence, actor, client, "update" FROM ledger
         WHERE document = ? AND sequence > ? ORDER BY sequence`,
      )
      .all(document, sequence) as (Omit<StoredRow, 'update'> & { update: ArrayBuffer })[]
    return rows.map((row) => ({ ...row, update: new Uint8Array(row.update) }))
  }

  /** Changes of one document, newest first, as they were admitted. `changes` is `Change[]` as JSON. */
  history(
    document: string,
    most: number,
  ): { sequence: number; actor: string; at: number; changes: string }[] {
    return this.reader
      .prepare(
        'SELECT sequence, actor, at, changes FROM ledger WHERE document = ? ORDER BY sequence DESC LIMIT ?',
      )
      .all(document, most) as { sequence: number; actor: string; at: number; changes: string }[]
  }

  /** How many rows the ledger has had, and how far the read model has come. */
  position(): { ledger: number; readModel: number } {
    return this.reader
      .prepare(
        `SELECT coalesce((SELECT max(id) FROM ledger), 0) AS ledger,
                coalesce((SELECT ledger_id FROM read_model_position), 0) AS readModel`,
      )
      .get() as { ledger: number; readModel: number }
  }

  keepSnapshot(snapshot: Snapshot): void {
    this.post({ kind: 'snapshot', snapshot })
  }

  /** Somebody opened a card; on disk within moments. A call that rings opens one at fifty people at once. */
  noteOpening(opening: Opening): void {
    if (this.closed) return
    this.openings.push(opening)
    this.openingsTimer ??= setTimeout(() => this.sendOpenings(), openingsDelay)
  }

  /** Resolves when the read model has taken in every row whose append was answered before the call; rejects when it cannot. */
  settle(): Promise<void> {
    if (this.closed) return Promise.reject(new Error('the ledger is closed'))
    const token = this.nextToken++
    return new Promise((resolve, reject) => {
      this.settling.set(token, (failure) => (failure ? reject(failure) : resolve()))
      this.post({ kind: 'settle', token })
    })
  }

  /** Lets the commits in flight finish, then ends the thread. */
  async close(): Promise<void> {
    if (!this.closed) {
      this.sendOpenings()
      this.gathered()
      await this.settle().catch((error: Error) => this.onTrouble(error.message))
      this.closed = true
      const ended = new Promise<void>((resolve) => this.worker.once('exit', () => resolve()))
      this.post({ kind: 'close' })
      await ended
      this.giveUp('the ledger is closed')
    }
    this.reader.close()
  }

  private sendOpenings(): void {
    clearTimeout(this.openingsTimer)
    this.openingsTimer = undefined
    if (this.openings.length > 0) this.post({ kind: 'opened', openings: this.openings })
    this.openings = []
  }

  private sendBatch(): void {
    if (this.inFlight || this.gathering || this.waiting.length === 0) return
    const early = this.lastBegun + commitsApart - performance.now()
    if (early > 0) {
      this.gathering = setTimeout(() => this.gathered(), early)
      return
    }
    this.lastBegun = performance.now()
    this.inFlight = this.waiting
    this.waiting = []
    this.post({ kind: 'append', rows: this.inFlight.map(({ row }) => row) })
  }

  private gathered(): void {
    clearTimeout(this.gathering)
    this.gathering = undefined
    this.lastBegun = -Infinity
    this.sendBatch()
  }

  private receive(reply: WriterReply): void {
    switch (reply.kind) {
      case 'appended':
        this.answer((index) => {
          const id = reply.ids[index]
          return id ? { kind: 'appended', id } : { kind: 'overtaken' }
        })
        return
      case 'failed':
        this.onTrouble(`the ledger could not be written: ${reply.reason}`)
        this.answer(() => ({ kind: 'failed', reason: reply.reason }))
        return
      case 'settled':
        this.settling.get(reply.token)?.(reply.failure === undefined ? undefined : new Error(reply.failure))
        this.settling.delete(reply.token)
        return
      case 'trouble':
        this.onTrouble(reply.reason)
    }
  }

  private answer(result: (index: number) => Appended): void {
    const answered = this.inFlight ?? []
    this.inFlight = undefined
    answered.forEach(({ resolve }, index) => resolve(result(index)))
    this.sendBatch()
  }

  private writerLost(reason: string): void {
    if (this.closed) return
    this.closed = true
    this.onTrouble(`the ledger's writer stopped: ${reason}`)
    this.giveUp(reason)
    this.sayLost(reason)
  }

  /** Nobody will answer any more. */
  private giveUp(reason: string): void {
    clearTimeout(this.gathering)
    clearTimeout(this.openingsTimer)
    for (const { resolve } of [...(this.inFlight ?? []), ...this.waiting]) resolve({ kind: 'failed', reason })
    for (const settle of this.settling.values()) settle(new Error(reason))
  }

  private post(request: WriterRequest): void {
    this.worker.postMessage(request)
  }
}
