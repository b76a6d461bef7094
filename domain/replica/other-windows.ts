/** What waits in the other windows of one person: shown here as it is there, and sent by those. */
import type * as Y from 'yjs'
import { isContained, type OutboxRow } from './outbox-row.ts'
import { inOrder } from './row-id.ts'

export class OtherWindows {
  private readonly waiting = new Map<string, OutboxRow>()

  get count(): number {
    return this.waiting.size
  }
  get rows(): OutboxRow[] {
    return [...this.waiting.values()]
  }
  has({ id }: { id: string }): boolean {
    return this.waiting.has(id)
  }
  /** The id of what waits longest. */
  get first(): string | undefined {
    return inOrder(this.rows)[0]?.id
  }

  /**
   * Takes in what other windows have put on the device and dropped from it. The id of the earliest row that was made again
   * or refused there: what was built on it has to be made again too. `undefined` when there is none.
   */
  hear(put: readonly OutboxRow[], drop: readonly string[]): string | undefined {
    // What was dropped after it had been admitted has gone from here before.
    const gone = drop.filter((id) => this.waiting.delete(id))
    const madeAgain = put.filter((row) => this.isOutdated(row)).map(({ id }) => id)
    for (const row of put) this.waiting.set(row.id, row)
    return [...gone, ...madeAgain].sort()[0]
  }

  /** This window stands for theirs from now on. */
  release(rows: readonly OutboxRow[]): void {
    for (const { id } of rows) this.waiting.delete(id)
  }

  prune(confirmed: Y.Doc): void {
    this.release(this.rows.filter((row) => isContained(row, confirmed)))
  }

  /** Whether another making of the row is known here. */
  private isOutdated({ id, client, end }: OutboxRow): boolean {
    const known = this.waiting.get(id)
    return known !== undefined && (known.client !== client || known.end !== end)
  }
}
