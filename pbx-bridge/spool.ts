/**
 * What the bridge has seen and not yet handed over, in a libSQL file: it outlives the bridge, and waits while the
 * sync server is away. Each call is kept once, as it is now, with the number of its version and of the last version
 * that the sync server has admitted. A call whose end has been admitted is closed: nothing is written about it again.
 */
import Database from 'libsql'
import * as v from 'valibot'
import type { CallId } from '#domain/ids.ts'
import { callId } from '#domain/schemas.ts'
import type { LineCall } from '#domain/telephony/call.ts'
import type { Facts } from '#domain/telephony/facts.ts'
import type { TrackedCall } from '#domain/telephony/track.ts'
import type { Position } from './queue-log.ts'
import { parseTelephony, type Telephony } from './telephony.ts'

export interface Delivery {
  call: LineCall
  version: number
}

export interface Spool {
  /** Calls to go on following: every one that is not closed. */
  openCalls(): TrackedCall[]
  /** Whether the end of this call has been admitted; false for a call never heard of. */
  isClosed(id: CallId): boolean
  /** A call whose end has been admitted, as it was handed over. */
  closedCall(id: CallId): Delivery | undefined
  /**
   * What became known, and how far the journal has been read for it, in one transaction. Answers what there is to hand
   * over now, of these calls.
   */
  keep(calls: readonly TrackedCall[], position?: Position): Delivery[]
  /** Calls with something to hand over, oldest first. */
  undelivered(): Delivery[]
  /** The server has admitted this version of the call. */
  delivered(delivery: Delivery): void
  position(): Position | undefined
  /** The PBX's clock at its last sign of life, milliseconds since 1970; 0 before the first. */
  lastSeenAt(): number
  seen(at: number): void
  /** The last answer about numbers and telephones, for a start without the sync server. */
  telephony(): Telephony | undefined
  keepTelephony(telephony: Telephony): void
  /** Calls that have told nothing since then (milliseconds) and are closed, or never turned out to be anybody's. */
  prune(before: number): CallId[]
  database: Database.Database
  close(): void
}

const schema = `
  CREATE TABLE IF NOT EXISTS calls (
    id TEXT PRIMARY KEY,
    facts TEXT NOT NULL,
    call TEXT,
    version INTEGER NOT NULL DEFAULT 0,
    delivered INTEGER NOT NULL DEFAULT 0,
    closed INTEGER NOT NULL DEFAULT 0,
    touched_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS calls_undelivered ON calls (touched_at) WHERE version > delivered;
  CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`

/** A row written by this file; what is in its JSON columns was checked before it was kept. */
const callRow = v.object({
  id: callId,
  facts: v.pipe(
    v.string(),
    v.transform((text): Facts => JSON.parse(text)),
  ),
  call: v.pipe(
    v.nullable(v.string()),
    v.transform((text): LineCall | null => text && JSON.parse(text)),
  ),
  version: v.number(),
})
const versions = v.object({ version: v.number(), delivered: v.number() })
const markRow = v.optional(
  v.object({
    value: v.pipe(v.string(), v.parseJson()),
  }),
)
const positionMark = v.object({ inode: v.number(), offset: v.number() })
const pruned = v.array(v.object({ id: callId }))

function deliveryOf(row: v.InferOutput<typeof callRow> | undefined): Delivery | undefined {
  return row?.call ? { call: row.call, version: row.version } : undefined
}

export function openSpool(file: string): Spool {
  const database = new Database(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;')
  database.exec(schema)

  const keepCall = database.prepare(`
    INSERT INTO calls (id, facts, call, version, touched_at)
    VALUES (?, ?, ?, iif(?3 IS NULL, 0, 1), ?)
    ON CONFLICT (id) DO UPDATE SET
      facts = excluded.facts, call = excluded.call, touched_at = excluded.touched_at,
      version = version + iif(call IS excluded.call, 0, 1)
    WHERE closed = 0
    RETURNING version, delivered`)
  const keepMark = database.prepare(
    'INSERT INTO marks (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  const mark = database.prepare('SELECT value FROM marks WHERE name = ?')
  const open = database.prepare('SELECT id, facts, call, version FROM calls WHERE closed = 0')
  const closed = database.prepare('SELECT id, facts, call, version FROM calls WHERE id = ? AND closed = 1')
  const pending = database.prepare(
    'SELECT id, facts, call, version FROM calls WHERE version > delivered ORDER BY touched_at',
  )
  const deliver = database.prepare(`
    UPDATE calls SET delivered = max(delivered, ?), closed = max(closed, ?) WHERE id = ?`)
  const prune = database.prepare(
    'DELETE FROM calls WHERE touched_at < ? AND (closed = 1 OR call IS NULL) RETURNING id',
  )

  function keepOne({ id, facts, call }: TrackedCall): Delivery[] {
    const row = keepCall.get(id, JSON.stringify(facts), call ? JSON.stringify(call) : null, Date.now())
    const { version, delivered } = v.parse(versions, row ?? { version: 0, delivered: 0 })
    return call && version > delivered ? [{ call, version }] : []
  }
  const keep = database.transaction((calls: readonly TrackedCall[], position: Position | undefined) => {
    if (position) keepMark.run('queue_log', JSON.stringify(position))
    return calls.flatMap(keepOne)
  })
  const readMark = (name: string): unknown => v.parse(markRow, mark.get(name))?.value

  return {
    database,
    openCalls: () =>
      v
        .parse(v.array(callRow), open.all())
        .map(({ id, facts, call }) => ({ id, facts, call: call ?? undefined })),
    isClosed: (id) => closed.get(id) !== undefined,
    closedCall: (id) => deliveryOf(v.parse(v.optional(callRow), closed.get(id))),
    keep,
    undelivered: () => v.parse(v.array(callRow), pending.all()).flatMap((row) => deliveryOf(row) ?? []),
    delivered: ({ call, version }) => void deliver.run(version, call.state === 'ended' ? 1 : 0, call.id),
    position: () => v.parse(v.optional(positionMark), readMark('queue_log')),
    lastSeenAt: () => v.parse(v.optional(v.number(), 0), readMark('seen')),
    seen: (at) => void keepMark.run('seen', JSON.stringify(at)),
    telephony: () => {
      const kept = parseTelephony(readMark('telephony'))
      return kept.ok ? kept.telephony : undefined
    },
    keepTelephony: (telephony) => void keepMark.run('telephony', JSON.stringify(telephony)),
    prune: (before) => v.parse(pruned, prune.all(before)).map(({ id }) => id),
    close: () => database.close(),
  }
}
