/** Where a replica is kept on its device, so that it outlives the window. */
import type { OutboxRow } from './outbox-row.ts'
import type { RefusedAction } from './replica.ts'

/** What is on the device. */
export interface Kept {
  /** A Yjs update: all that the server had admitted when this was written. */
  confirmed?: Uint8Array
  /** Of windows that are gone. */
  rows: readonly OutboxRow[]
  /** Of windows that live, which send them. */
  others: readonly OutboxRow[]
  refused: readonly RefusedAction[]
}

/** One step of what is kept; it is on the device whole or not at all. */
export interface Step {
  /** Set when `confirmed` has changed since the step before. */
  confirmed?: Uint8Array
  /** Rows that are new, or that were made again. */
  put: readonly OutboxRow[]
  /** Rows that the server has admitted or refused. */
  drop: readonly string[]
  /** All of them, when they have changed. */
  refused?: readonly RefusedAction[]
}

export interface Keeper {
  /** Resolves when the step is on the device; rejects when it cannot be put there. Steps are kept in order. */
  keep(step: Step): Promise<void>
  /** Something that can wait has changed: `write` is to be called within moments. */
  soon(write: () => void): void
}
