/**
 * The calls that the bridge follows: takes in what the PBX says, keeps it in the spool, and offers what changed for
 * delivery. Whatever is delivered was on disk before.
 */
import { existsSync } from 'node:fs'
import type { CallId } from '#domain/ids.ts'
import { adopt } from '#domain/telephony/adopt.ts'
import type { LineCall } from '#domain/telephony/call.ts'
import type { Directory } from '#domain/telephony/directory.ts'
import type { Observation } from '#domain/telephony/observation.ts'
import { reconcile, type LiveList } from '#domain/telephony/reconcile.ts'
import { forget, track, withDirectory, type Tracked, type TrackedCall } from '#domain/telephony/track.ts'
import type { Journal } from './journal.ts'
import type { Position } from './queue-log.ts'
import type { Delivery, Spool } from './spool.ts'

export interface CallBookOptions {
  spool: Spool
  journal: Journal
  directory: Directory
  recordingPath(id: CallId): string
  offer(deliveries: readonly Delivery[]): void
}

export interface CallBook {
  call(id: CallId): TrackedCall | undefined
  /** Calls that have not been handed over to their end. */
  size(): number
  take(observations: readonly Observation[]): void
  readJournal(): void
  /** After a break or a doubt. */
  takeStock(list: LiveList): void
  /**
   * Calls that stand on the line. Where one stands there alive after its end was admitted (a write of the bridge before
   * a restart came late), its end is offered again. True when some were unknown here: are they alive?
   */
  compare(onLine: readonly LineCall[]): boolean
  use(directory: Directory): void
  /** The call's end has been admitted. */
  close(id: CallId): void
  /** Forgets what led to nothing and is older than this, milliseconds since 1970. */
  prune(before: number): void
  /** Writes to disk what is still only in memory. */
  flush(): void
}

/** Milliseconds within which facts that change nothing visible are on disk; a restart finds them out by itself. */
const quietFactsWait = 200

export function openCallBook(options: CallBookOptions): CallBook {
  const { spool, journal } = options
  let directory = options.directory
  let calls = new Map(spool.openCalls().map((call) => [call.id, call])) as ReadonlyMap<CallId, TrackedCall>
  const unsaved = new Map<CallId, TrackedCall>()
  let saving: NodeJS.Timeout | undefined

  function save(position?: Position): void {
    clearTimeout(saving)
    saving = undefined
    const kept = [...unsaved.values()]
    unsaved.clear()
    options.offer(spool.keep(kept, position))
  }

  function accept({ calls: now, touched, changed }: Tracked, position?: Position): void {
    calls = now
    for (const call of touched) unsaved.set(call.id, call)
    if (changed.length > 0 || position) save(position)
    else if (unsaved.size > 0) saving ??= setTimeout(save, quietFactsWait)
  }

  const isOpen = ({ call }: Observation): boolean => calls.has(call) || !spool.isClosed(call)

  /** The journal is on disk before the end of a call is told, and knows how it ended: it is asked first. */
  function take(observations: readonly Observation[]): void {
    const seen = observations.filter(isOpen)
    const tracked = track(calls, seen, directory)
    const ended = tracked.changed.filter((call) => call.state === 'ended')
    if (ended.length === 0) return accept(tracked)
    const { observations: written, position } = journal.read()
    const all = [...seen, ...written.filter(isOpen)]
    const told = track(calls, all, directory).changed
    accept(track(calls, [...all, ...told.flatMap(foundRecording)], directory), position)
  }

  /** Every talk is recorded; that the recording began may have been said while nobody listened. */
  function foundRecording(call: LineCall): Observation[] {
    const { id, state, answeredAt, recorded } = call
    if (state !== 'ended' || answeredAt === null || recorded) return []
    if (!existsSync(options.recordingPath(id))) return []
    return [{ source: 'journal', type: 'recorded', call: id, at: answeredAt }]
  }

  function readJournal(): void {
    const { observations, position } = journal.read()
    if (observations.length === 0) return
    const seen = observations.filter(isOpen)
    const told = track(calls, seen, directory).changed
    accept(track(calls, [...seen, ...told.flatMap(foundRecording)], directory), position)
  }

  return {
    call: (id) => calls.get(id),
    size: () => calls.size,
    take,
    readJournal,
    takeStock(list) {
      readJournal()
      take(reconcile(calls, list))
    },
    compare(onLine) {
      const strange = onLine.filter(({ id, state }) => state !== 'ended' && !calls.has(id))
      options.offer(strange.flatMap(({ id }) => spool.closedCall(id) ?? []))
      const unknown = strange.filter(({ id }) => !spool.isClosed(id))
      take(unknown.flatMap(adopt))
      return unknown.length > 0
    },
    use(next) {
      directory = next
      accept(withDirectory(calls, directory))
    },
    close(id) {
      unsaved.delete(id)
      calls = forget(calls, [id])
    },
    prune(before) {
      calls = forget(calls, spool.prune(before))
    },
    flush: () => save(),
  }
}
