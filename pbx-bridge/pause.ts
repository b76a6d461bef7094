/** A wait that ends early, without an error, when it is no longer wanted. */
import { setTimeout as sleep } from 'node:timers/promises'

export async function pause(milliseconds: number, until: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal: until })
  } catch (error) {
    if (!until.aborted) throw error
  }
}
