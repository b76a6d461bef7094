/**
 * The windows of one person on this device. Each holds a lock of its own name while it lives; what a window has left
 * behind belongs to whoever gets its lock first, for as long as that one lives.
 * https://w3c.github.io/web-locks/
 */
export interface Windows {
  /** Of this window; no other's, ever. */
  readonly name: string
  /** True when that window is this one, or is gone and this one has taken its place. */
  claim(window: string): Promise<boolean>
  close(): void
}

const lockOf = (window: string): string => `kartoteka-window:${window}`

export async function openWindows(locks: LockManager = navigator.locks): Promise<Windows> {
  const name = crypto.randomUUID()
  const { promise: closed, resolve: close } = Promise.withResolvers<void>()
  const claimed = new Map<string, Promise<boolean>>()

  /** Holds the lock until this window closes; false when another one has it. */
  const hold = (window: string): Promise<boolean> =>
    new Promise((resolve, reject) => {
      locks
        .request(lockOf(window), { ifAvailable: true }, (lock) => {
          resolve(lock !== null)
          return lock === null ? undefined : closed
        })
        .catch(reject)
    })

  async function claim(window: string): Promise<boolean> {
    const held = claimed.get(window) ?? hold(window)
    claimed.set(window, held)
    const mine = await held
    // It may be gone the next time.
    if (!mine) claimed.delete(window)
    return mine
  }
  await claim(name)
  return { name, claim, close }
}
