/**
 * A device as the replicas of one person's windows see it: what they put there arrives in order, when the test lets it,
 * or never; what one window has put there the others hear of in order, when the test lets them.
 */
import type { Keeper, Kept, Step } from '../keeper.ts'
import type { OutboxRow } from '../outbox-row.ts'
import type { RefusedAction, Replica } from '../replica.ts'
import { windowOf } from '../row-id.ts'

export class SimulatedDevice {
  confirmed: Uint8Array | undefined
  readonly rows = new Map<string, OutboxRow>()
  readonly windows = new Set<SimulatedWindow>()
  private readonly refused = new Map<SimulatedWindow, readonly RefusedAction[]>()
  private opened = 0

  open(): SimulatedWindow {
    const window = new SimulatedWindow(this, `w${++this.opened}`)
    this.windows.add(window)
    return window
  }

  put(from: SimulatedWindow, step: Step): void {
    const { confirmed, put, drop, refused } = structuredClone(step)
    this.confirmed = confirmed ?? this.confirmed
    for (const id of drop) this.rows.delete(id)
    for (const row of put) this.rows.set(row.id, row)
    if (refused) this.refused.set(from, refused)
    for (const window of this.windows) if (window !== from) window.tell(structuredClone(step))
  }

  /** What a window that asks now is given; it stands for those that are gone from here on. */
  keptFor(asking: SimulatedWindow): Kept {
    const living = [...this.windows].filter((window) => window !== asking)
    const isOther = ({ id }: OutboxRow): boolean =>
      living.some(({ standsFor }) => standsFor.has(windowOf(id)))
    const rows = [...this.rows.values()]
    const left = rows.filter((row) => !isOther(row) && !asking.standsFor.has(windowOf(row.id)))
    for (const { id } of left) asking.standsFor.add(windowOf(id))
    const goneRefusals = [...this.refused].filter(([window]) => !this.windows.has(window))
    for (const [window] of goneRefusals) this.refused.delete(window)
    const refused = goneRefusals.flatMap(([, actions]) => actions)
    this.refused.set(asking, [...(this.refused.get(asking) ?? []), ...refused])
    return structuredClone({
      ...(this.confirmed && { confirmed: this.confirmed }),
      rows: left,
      others: rows.filter(isOther),
      refused,
    })
  }
}

export class SimulatedWindow implements Keeper {
  readonly name: string
  /** Windows whose rows this one sends: itself, and those that are gone. */
  readonly standsFor: Set<string>
  replica: Replica | undefined
  private readonly device: SimulatedDevice
  private waiting: { step: Step; done: () => void; failed: (reason: Error) => void }[] = []
  private later: (() => void) | undefined
  private readonly told: Step[] = []

  constructor(device: SimulatedDevice, name: string) {
    this.device = device
    this.name = name
    this.standsFor = new Set([name])
  }

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
    this.device.put(this, next.step)
    next.done()
    return true
  }

  /** The device is full. */
  fail(): void {
    this.waiting.shift()?.failed(new Error('full'))
  }

  tell(step: Step): void {
    this.told.push(step)
  }

  /** Hears of the next thing that another window has put on the device. False when there is none. */
  hear(): boolean {
    const step = this.told.shift()
    if (step) this.replica?.follow(step)
    return step !== undefined
  }

  /** What the device has, with all that gone windows have left. */
  takeUp(): void {
    this.replica?.adopt(this.device.keptFor(this))
  }

  /** The window is gone with all that was on its way. */
  crash(): void {
    this.waiting = []
    this.later = undefined
    this.device.windows.delete(this)
  }
}
