/** A live document's place in the ledger, and whose its Yjs clients are. One of these for each open document. */
import { randomInt } from 'node:crypto'
import * as Y from 'yjs'
import type { DocumentName } from '#domain/documents/names.ts'
import { documentShapes, type DocumentShape } from '#domain/documents/shape.ts'
import type { Ledger, StoredDocument, StoredRow } from './ledger.ts'

/** Rows after which a document is put down as a snapshot, so that loading it never reads many. */
const rowsBetweenSnapshots = 200

export class OpenDocument {
  readonly name: DocumentName
  readonly documentName: string
  readonly shape: DocumentShape
  readonly live: Y.Doc
  sequence = 0
  /** `ledger.id` of the last row. */
  last = 0
  private snapshotSequence = 0
  /** Yjs client → actor. A client belongs to whoever first wrote under it: nobody writes under another's. */
  private readonly owners = new Map<number, string>()
  private readonly ledger: Ledger
  /**
   * A copy on which the server's own services make their changes. Kept for the lines, which they change all the time;
   * a card is copied when it comes to that.
   */
  private workbench: Y.Doc | undefined
  /** The Yjs client that each of them writes under here: one for all its changes, or the document grows by one for each. */
  private readonly serviceClients = new Map<string, number>()
  /** Admissions of one document go one at a time, each judged against what the one before has left. */
  private turn: Promise<void> = Promise.resolve()

  constructor(name: DocumentName, documentName: string, live: Y.Doc, ledger: Ledger) {
    this.name = name
    this.documentName = documentName
    this.shape = documentShapes[name.kind]
    this.live = live
    this.ledger = ledger
    for (const [root, kind] of this.shape) {
      if (kind === 'map') live.getMap(root)
      else live.getText(root)
    }
  }

  load(): void {
    const { snapshot, rows } = this.ledger.load(this.documentName)
    if (snapshot) {
      Y.applyUpdate(this.live, snapshot.state)
      this.sequence = snapshot.sequence
      this.snapshotSequence = snapshot.sequence
      this.last = snapshot.last
      const owners = JSON.parse(snapshot.clients) as Record<string, string>
      for (const [client, actor] of Object.entries(owners)) this.owners.set(Number(client), actor)
    }
    for (const row of rows) this.takeIn(row)
    this.keepSnapshot(rowsBetweenSnapshots)
  }

  /** Rows that another server has appended in the meantime. */
  catchUp(): void {
    for (const row of this.ledger.rowsAfter(this.documentName, this.sequence)) this.takeIn(row)
  }

  advance(row: { id: number; sequence: number; actor: string; client: number | null }): void {
    this.sequence = row.sequence
    this.last = row.id
    if (row.client !== null && !this.owners.has(row.client)) this.owners.set(row.client, row.actor)
  }

  mayWriteAs(client: number, actor: string): boolean {
    const owner = this.owners.get(client)
    return owner === undefined || owner === actor
  }

  /** Puts the document down when `most` rows or more have come since it was last put down. */
  keepSnapshot(most: number = rowsBetweenSnapshots): void {
    if (this.sequence - this.snapshotSequence < most) return
    this.snapshotSequence = this.sequence
    this.ledger.keepSnapshot({
      document: this.documentName,
      sequence: this.sequence,
      last: this.last,
      state: Y.encodeStateAsUpdate(this.live),
      clients: JSON.stringify(Object.fromEntries(this.owners)),
    })
  }

  /** Shows an admitted update to everybody. `origin` is the Yjs transaction's. */
  apply(update: Uint8Array, origin: unknown): void {
    Y.applyUpdate(this.live, update, origin)
    if (this.workbench) Y.applyUpdate(this.workbench, update)
  }

  /** The update that `change` by this actor would make of the document as it is; `undefined` when it changes nothing. */
  updateOf(actor: string, change: (doc: Y.Doc) => void): Uint8Array | undefined {
    const bench = this.workbench ?? copyOf(this.live)
    bench.clientID = this.serviceClients.get(actor) ?? randomInt(2 ** 32)
    this.serviceClients.set(actor, bench.clientID)
    if (this.name.kind === 'line') this.workbench = bench
    let made: Uint8Array | undefined
    const keep = (update: Uint8Array) => (made = update)
    bench.on('update', keep)
    bench.transact(() => change(bench))
    bench.off('update', keep)
    return made
  }

  /** What was made on the workbench has not been admitted. */
  clearWorkbench(): void {
    this.workbench = undefined
    this.serviceClients.clear()
  }

  async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = this.turn
    let done: () => void = () => undefined
    this.turn = new Promise((resolve) => (done = resolve))
    await before
    try {
      return await work()
    } finally {
      done()
    }
  }

  private takeIn(row: StoredRow): void {
    this.apply(row.update, null)
    this.advance(row)
  }
}

/** A document that nobody has open, to be read only. */
export function asStored({ snapshot, rows }: StoredDocument): Y.Doc {
  const doc = new Y.Doc()
  if (snapshot) Y.applyUpdate(doc, snapshot.state)
  for (const { update } of rows) Y.applyUpdate(doc, update)
  return doc
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}
