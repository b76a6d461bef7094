/** One ledger row as statements on the read model. Pure, so that taking the ledger in twice gives the same tables. */
import type { CallRecord } from '#domain/telephony/call.ts'
import {
  parseAppointmentKey,
  parseDispositionKey,
  type Disposition,
  type PhoneEntry,
} from '#domain/documents/card.ts'
import type { Json } from '#domain/documents/shape.ts'
import { parseDocumentName } from '#domain/documents/names.ts'
import type { Change, FieldChange } from '#domain/policy/change.ts'

export interface Statement {
  sql: string
  parameters: (string | number | null)[]
}
export interface LedgerEntry {
  id: number
  document: string
  at: number
  changes: readonly Change[]
}
export interface Projected {
  statements: Statement[]
  /** The card's names or phones changed: its search entry must be written anew. */
  searchable: boolean
}

/** Milliseconds by which `last_seen_at` moves, so that typing into a card does not write its row for every letter. */
const lastSeenStep = 60_000

const nameColumns: Readonly<Record<string, string>> = {
  familyName: 'family_name',
  givenName: 'given_name',
  patronymic: 'patronymic',
  birthDate: 'birth_date',
}
const appointmentColumns = new Set(['doctor', 'branch', 'service', 'at', 'status'])

export function project({ document, at, changes }: LedgerEntry): Projected {
  const name = parseDocumentName(document)
  if (name?.kind !== 'card') return { statements: [], searchable: false }
  const statements: Statement[] = [
    {
      sql: `INSERT INTO patients (document, clinic, patient, registered_at, last_seen_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (document) DO UPDATE SET last_seen_at = excluded.last_seen_at
            WHERE excluded.last_seen_at >= last_seen_at + ${lastSeenStep}`,
      parameters: [document, name.clinic, name.patient, at, at],
    },
  ]
  let searchable = false
  for (const change of changes) {
    if (change.type === 'text' || change.lost) continue
    const statement = statementFor(document, name.clinic, at, change)
    if (statement) statements.push(statement)
    searchable ||= change.root === 'phones' || (change.root === 'profile' && change.key in nameColumns)
  }
  return { statements, searchable }
}

function statementFor(
  document: string,
  clinic: string,
  at: number,
  change: FieldChange,
): Statement | undefined {
  switch (change.root) {
    case 'profile':
      return profileStatement(document, change)
    case 'phones':
      return phoneStatement(document, clinic, change.key, change.after as PhoneEntry | undefined)
    case 'calls':
      return callStatement(document, clinic, change.after as CallRecord | undefined)
    case 'dispositions':
      return dispositionStatement(document, at, change.key, change.after as Disposition | undefined)
    case 'appointments':
      return appointmentStatement(document, clinic, change.key, change.after)
    default:
      return undefined
  }
}

function profileStatement(document: string, { key, after }: FieldChange): Statement | undefined {
  const column = nameColumns[key]
  if (column === undefined) return undefined
  const value = typeof after === 'string' ? after : ''
  return { sql: `UPDATE patients SET ${column} = ? WHERE document = ?`, parameters: [value, document] }
}

function phoneStatement(
  document: string,
  clinic: string,
  number: string,
  entry: PhoneEntry | undefined,
): Statement {
  if (entry === undefined) {
    return { sql: 'DELETE FROM phones WHERE document = ? AND number = ?', parameters: [document, number] }
  }
  return {
    sql: 'INSERT INTO phones (document, number, clinic) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    parameters: [document, number, clinic],
  }
}

function callStatement(
  document: string,
  clinic: string,
  record: CallRecord | undefined,
): Statement | undefined {
  if (!record) return undefined
  const { id, direction, outcome, startedAt, answeredAt, endedAt, operator } = record
  return {
    sql: `INSERT OR REPLACE INTO calls
          (document, call, clinic, direction, outcome, started_at, answered_at, ended_at, operator, record)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    parameters: [
      document,
      id,
      clinic,
      direction,
      outcome,
      startedAt,
      answeredAt,
      endedAt,
      operator,
      JSON.stringify(record),
    ],
  }
}

function dispositionStatement(
  document: string,
  at: number,
  key: string,
  disposition: Disposition | undefined,
): Statement | undefined {
  const place = parseDispositionKey(key)
  if (!place) return undefined
  const { call, slot } = place
  if (!disposition) {
    return {
      sql: 'DELETE FROM dispositions WHERE document = ? AND call = ? AND slot = ?',
      parameters: [document, call, slot],
    }
  }
  const { result, comment, by } = disposition
  return {
    sql: `INSERT OR REPLACE INTO dispositions (document, call, slot, result, comment, "by", at)
          VALUES (?, ?, ?, ?, ?, ?, ?)`,
    parameters: [document, call, slot, result, comment, by, at],
  }
}

function appointmentStatement(
  document: string,
  clinic: string,
  key: string,
  after: Json | undefined,
): Statement | undefined {
  const place = parseAppointmentKey(key)
  if (!place || !appointmentColumns.has(place.field)) return undefined
  const value = typeof after === 'string' ? after : ''
  return {
    sql: `INSERT INTO appointments (document, appointment, clinic, "${place.field}") VALUES (?, ?, ?, ?)
          ON CONFLICT (document, appointment) DO UPDATE SET "${place.field}" = excluded."${place.field}"`,
    parameters: [document, place.id, clinic, value],
  }
}
