/** A device as a replica's keeper sees it: what is put there arrives in order, when the test lets it, or never. */
import type { Keeper, Kept, Step } from '../keeper.ts'
import type { OutboxRow } from '../outbox-row.ts'
import type { RefusedAction } from '../replica.ts'

export class SimulatedDevice implements Keeper {
  private waiting: { step: Step; done: () => void; failed: (reason: Error) => void }[] = []
  private later: (() => void) | undefined
  private confirmed: Uint8Array | undefined
  private readonly rows = new Map<string, OutboxRow>()
  private refused: readonly RefusedAction[] = []

  keep(step: Step): Promise<void> {
    return new Promise((done, failed) => this.waiting.push({ step, done, failed }))
  }

  soon(write: () => void): void {
    this.later = write
  }

  /** The next step arrives. False when there is none. */
  store(): boolean {
    const next = this.waiting.shift()
    if (!next) {
      const write = this.later
      this.later = undefined
      write?.()
      return write !== undefined
    }
    const { confirmed, put, drop, refused } = next.step
    this.confirmed = confirmed ?? this.confirmed
    for (const id of drop) this.rows.delete(id)
    // What lies on a device is a copy.
    for (const row of structuredClone(put)) this.rows.set(row.id, row)
    this.refused = refused ? structuredClone(refused) : this.refused
    next.done()
    return true
  }

  /** The device is full. */
  fail(): void {
    this.waiting.shift()?.failed(new Error('full'))
  }

  /** The window is gone with all that was on its way. */
  crash(): void {
    this.waiting = []
    this.later = undefined
  }

  kept(): Kept {
    return {
      ...(this.confirmed && { confirmed: this.confirmed }),
      rows: [...this.rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      refused: this.refused,
    }
  }
}
