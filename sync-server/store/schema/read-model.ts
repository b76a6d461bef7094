/**
 * What lists, search and reports read. Derived from the ledger and from nothing else; `npm run rebuild-read-model`
 * makes it anew with the same result.
 */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** One row: how far into the ledger the read model has come. */
export const readModelPosition = sqliteTable('read_model_position', {
  name: text('name').primaryKey(),
  /** The last `ledger.id` taken in. */
  ledgerId: integer('ledger_id').notNull(),
})

export const patients = sqliteTable(
  'patients',
  {
    /** Ties the row to its entry in `patient_search` (FTS5, trigrams), whose rowid it is. */
    id: integer('id').primaryKey(),
    document: text('document').notNull().unique(),
    clinic: text('clinic').notNull(),
    patient: text('patient').notNull(),
    familyName: text('family_name').notNull().default(''),
    givenName: text('given_name').notNull().default(''),
    patronymic: text('patronymic').notNull().default(''),
    /** ISO date or empty. */
    birthDate: text('birth_date').notNull().default(''),
    /** Milliseconds since 1970: when the card was made, and when somebody last changed it. */
    registeredAt: integer('registered_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
  },
  (table) => [index('patients_clinic_registered').on(table.clinic, table.registeredAt)],
)

export const phones = sqliteTable(
  'phones',
  {
    document: text('document').notNull(),
    /** E.164. */
    number: text('number').notNull(),
    clinic: text('clinic').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.document, table.number] }),
    index('phones_clinic_number').on(table.clinic, table.number),
  ],
)

export const calls = sqliteTable(
  'calls',
  {
    document: text('document').notNull(),
    call: text('call').notNull(),
    clinic: text('clinic').notNull(),
    direction: text('direction').notNull(),
    outcome: text('outcome').notNull(),
    startedAt: integer('started_at').notNull(),
    answeredAt: integer('answered_at'),
    endedAt: integer('ended_at').notNull(),
    operator: text('operator'),
    /** The whole `CallRecord` as JSON. */
    record: text('record').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.document, table.call] }),
    index('calls_clinic_started').on(table.clinic, table.startedAt),
    index('calls_call').on(table.call),
  ],
)

export const dispositions = sqliteTable(
  'dispositions',
  {
    document: text('document').notNull(),
    call: text('call').notNull(),
    slot: integer('slot').notNull(),
    result: text('result').notNull(),
    comment: text('comment').notNull(),
    by: text('by').notNull(),
    /** When it was set, by the server's clock. */
    at: integer('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.document, table.call, table.slot] })],
)

export const appointments = sqliteTable(
  'appointments',
  {
    document: text('document').notNull(),
    appointment: text('appointment').notNull(),
    clinic: text('clinic').notNull(),
    doctor: text('doctor').notNull().default(''),
    branch: text('branch').notNull().default(''),
    service: text('service').notNull().default(''),
    /** ISO instant or empty. */
    at: text('at').notNull().default(''),
    status: text('status').notNull().default(''),
  },
  (table) => [
    primaryKey({ columns: [table.document, table.appointment] }),
    index('appointments_clinic_at').on(table.clinic, table.at),
  ],
)
