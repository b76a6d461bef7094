/** Recordings that are not on the sync server yet, in the bridge's spool. */
import type Database from 'libsql'
import * as v from 'valibot'
import type { CallId, ClinicId } from '#domain/ids.ts'
import { callId, clinicId } from '#domain/schemas.ts'

export interface WaitingRecording {
  call: CallId
  clinic: ClinicId
  attempts: number
  /** Milliseconds since 1970: since when it is waited for. */
  since: number
  /** The server has been told that it did not come. */
  lost: boolean
}

export interface RecordingsSpool {
  add(call: CallId, clinic: ClinicId, now: number): void
  due(now: number): WaitingRecording[]
  /** Milliseconds since 1970; `undefined` when nothing waits. */
  nextDue(): number | undefined
  /** The server has been told that it did not come. */
  noteLost(call: CallId): void
  /** After a failed attempt. */
  postpone(call: CallId, until: number): void
  remove(call: CallId): void
}

const schema = `
  CREATE TABLE IF NOT EXISTS recordings (
    call TEXT PRIMARY KEY,
    clinic TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    since INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    lost INTEGER NOT NULL DEFAULT 0
  ) STRICT`

const row = v.object({
  call: callId,
  clinic: clinicId,
  attempts: v.number(),
  since: v.number(),
  lost: v.pipe(
    v.number(),
    v.transform((flag) => flag === 1),
  ),
})

export function openRecordingsSpool(database: Database.Database): RecordingsSpool {
  database.exec(schema)
  addMissingColumn(database)
  const add = database.prepare(
    'INSERT INTO recordings (call, clinic, since, next_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const due = database.prepare(
    'SELECT call, clinic, attempts, since, lost FROM recordings WHERE next_at <= ? ORDER BY next_at LIMIT 50',
  )
  const next = database.prepare('SELECT min(next_at) AS at FROM recordings')
  const postpone = database.prepare(
    'UPDATE recordings SET attempts = attempts + 1, next_at = ? WHERE call = ?',
  )
  const noteLost = database.prepare('UPDATE recordings SET lost = 1 WHERE call = ?')
  const remove = database.prepare('DELETE FROM recordings WHERE call = ?')
  return {
    add: (call, clinic, now) => void add.run(call, clinic, now, now),
    due: (now) => v.parse(v.array(row), due.all(now)),
    nextDue: () => v.parse(v.object({ at: v.nullable(v.number()) }), next.get()).at ?? undefined,
    noteLost: (call) => void noteLost.run(call),
    postpone: (call, until) => void postpone.run(until, call),
    remove: (call) => void remove.run(call),
  }
}

/** A spool of an older bridge does not know yet what was lost. */
function addMissingColumn(database: Database.Database): void {
  const columns = database.prepare("SELECT name FROM pragma_table_info('recordings')").pluck().all()
  if (!columns.includes('lost')) {
    database.exec('ALTER TABLE recordings ADD COLUMN lost INTEGER NOT NULL DEFAULT 0')
  }
}
