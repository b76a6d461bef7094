/**
 * What of a replica is on the device already. Rows go there at once and are sent when they are there; all else may wait
 * for the next row, or for the keeper's next quiet moment.
 */
import type { Keeper, Step } from './keeper.ts'
import type { OutboxRow } from './outbox-row.ts'
import type { RefusedAction } from './replica.ts'

interface Parts {
  confirmed(): Uint8Array
  refused(): readonly RefusedAction[]
  /** In the order in which they were put. */
  onKept(row: OutboxRow): void
  onFailure(): void
}

export class Keeping {
  private readonly keeper: Keeper | undefined
  private readonly parts: Parts
  /** On their way to the device. */
  private readonly underway = new Set<OutboxRow>()
  /** Those that the device did not take. */
  private readonly untaken = new WeakSet<OutboxRow>()
  private confirmedDirty = false
  private refusedDirty = false
  private dropped: string[] = []

  constructor(keeper: Keeper | undefined, parts: Parts) {
    this.keeper = keeper
    this.parts = parts
  }

  isKept(row: OutboxRow): boolean {
    return !this.underway.has(row)
  }

  /** The device did not take it: it lives in this window only. */
  isUntaken(row: OutboxRow): boolean {
    return this.untaken.has(row)
  }

  put(rows: readonly OutboxRow[]): void {
    if (!this.keeper) {
      rows.forEach((row) => this.parts.onKept(row))
      return
    }
    for (const row of rows) this.underway.add(row)
    void this.keepStep(this.keeper, this.step(rows), rows)
  }

  drop(rows: readonly OutboxRow[]): void {
    for (const row of rows) {
      this.underway.delete(row)
      this.dropped.push(row.id)
    }
    this.later()
  }

  /** Rows that were made again keep their ids; those that are in neither list are gone. */
  replace(before: readonly OutboxRow[], after: readonly OutboxRow[]): void {
    const ids = new Set(after.map(({ id }) => id))
    this.drop(before.filter(({ id }) => !ids.has(id)))
    for (const row of before) if (!after.includes(row)) this.underway.delete(row)
    const made = after.filter((row) => !before.includes(row))
    if (this.keeper && made.length > 0) this.put(made)
  }

  confirmedChanged(): void {
    this.confirmedDirty = true
    this.later()
  }

  refusedChanged(): void {
    this.refusedDirty = true
    this.later()
  }

  /** Puts on the device what waits. */
  write(): void {
    const waits = this.confirmedDirty || this.refusedDirty || this.dropped.length > 0
    if (this.keeper && waits) void this.keepStep(this.keeper, this.step([]), [])
  }

  private later(): void {
    this.keeper?.soon(() => this.write())
  }

  private step(put: readonly OutboxRow[]): Step {
    const step: Step = {
      put,
      drop: this.dropped,
      ...(this.confirmedDirty && { confirmed: this.parts.confirmed() }),
      ...(this.refusedDirty && { refused: this.parts.refused() }),
    }
    this.dropped = []
    this.confirmedDirty = false
    this.refusedDirty = false
    return step
  }

  private async keepStep(keeper: Keeper, step: Step, rows: readonly OutboxRow[]): Promise<void> {
    try {
      await keeper.keep(step)
    } catch {
      for (const row of rows) this.untaken.add(row)
      // The rest goes there with the next step.
      this.dropped = [...step.drop, ...this.dropped]
      this.confirmedDirty ||= step.confirmed !== undefined
      this.refusedDirty ||= step.refused !== undefined
      this.parts.onFailure()
    }
    for (const row of rows) {
      // One that is not underway any more was admitted, or made again, in the meantime.
      if (this.underway.delete(row)) this.parts.onKept(row)
    }
  }
}
