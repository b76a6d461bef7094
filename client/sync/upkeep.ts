/**
 * What this window does for the device while nobody looks: what other windows have left behind goes out, and the cards
 * that are here are brought up to date, a few at a time.
 */
import type { Device } from '#client/device/device.ts'
import type { SyncedDocument } from './synced-document.ts'

interface Documents {
  open(name: string, purpose: 'upkeep'): SyncedDocument
  /** When it is open already. */
  find(name: string): SyncedDocument | undefined
  count(): number
  isOnline(): boolean
}

/** Milliseconds. */
const timing = { abandoned: 5_000, first: 3_000, refresh: 3_600_000, patience: 10_000 }
/** Documents that are brought up to date at once, so that the person's own never wait. */
const atOnce = 4
/** Documents that are kept up to date: those opened last. Every opening goes into the audit. */
const mostFresh = 100
/** Documents that this window may have open when upkeep opens another; a server lets a socket have 500. */
const mostOpen = 300

/** Returns the way to stop. */
export function keepUp(device: Device, documents: Documents): () => void {
  const stopping = new AbortController()
  const stopped = (): boolean => stopping.signal.aborted

  async function takeUpAbandoned(): Promise<void> {
    for (const name of await device.abandoned()) {
      if (stopped()) return
      const known = documents.find(name)
      if (known) await known.takeUp()
      // It stays open until all that waits in it has been admitted, or dealt with; the rest comes the next time.
      else if (documents.count() < mostOpen) documents.open(name, 'upkeep').close()
    }
  }

  async function refresh(): Promise<void> {
    const latest = (await device.documents()).slice(0, mostFresh)
    const names = latest.filter((name) => !documents.find(name))
    const work = Array.from({ length: atOnce }, async () => {
      for (
        let name = names.shift();
        name !== undefined && !stopped() && documents.isOnline() && documents.count() < mostOpen;
        name = names.shift()
      )
        await bringUpToDate(documents.open(name, 'upkeep'))
    })
    await Promise.all(work)
  }

  /** One window does it for all. */
  const refreshForAll = (): Promise<void> =>
    navigator.locks.request('kartoteka-upkeep', { ifAvailable: true }, async (lock) => {
      if (lock) await refresh()
    })

  // What fails now is tried again the next time.
  const ignore = (): void => undefined
  const timers = [
    setInterval(() => void takeUpAbandoned().catch(ignore), timing.abandoned),
    setInterval(() => void refreshForAll().catch(ignore), timing.refresh),
  ]
  const first = setTimeout(() => void refreshForAll().catch(ignore), timing.first)
  void takeUpAbandoned().catch(ignore)
  return () => {
    stopping.abort()
    clearTimeout(first)
    timers.forEach(clearInterval)
  }
}

async function bringUpToDate(document: SyncedDocument): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = (): void => {
    if (document.fresh || (document.state !== 'loading' && document.state !== 'ready')) resolve()
  }
  const stop = document.subscribe(look)
  const impatient = setTimeout(resolve, timing.patience)
  look()
  await promise
  clearTimeout(impatient)
  stop()
  document.close()
}
