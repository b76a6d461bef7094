/** The ledger: every admitted change, in order, never altered. What the live documents are loaded from. */
import { blob, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

export const ledger = sqliteTable(
  'ledger',
  {
    /** The order of commit over all documents. */
    id: integer('id').primaryKey(),
    document: text('document').notNull(),
    /** 1, 2, 3… within the document. Whoever appends has taken in every row before, so the key alone settles races. */
    sequence: integer('sequence').notNull(),
    /** `id` of the document's row before this one; 0 for the first. */
    previous: integer('previous').notNull(),
    /** A person's id, or `service:<name>`. */
    actor: text('actor').notNull(),
    /** The Yjs client that wrote the update; null when it only removes. */
    client: integer('client'),
    /** The server's clock, milliseconds since 1970. */
    at: integer('at').notNull(),
    update: blob('update', { mode: 'buffer' }).notNull(),
    /** `Change[]` as JSON. */
    changes: text('changes').notNull(),
  },
  (table) => [uniqueIndex('ledger_document_sequence').on(table.document, table.sequence)],
)

/** A document as of one ledger row, so that loading costs the same after many edits as after few. */
export const snapshots = sqliteTable('snapshots', {
  document: text('document').primaryKey(),
  sequence: integer('sequence').notNull(),
  /** `ledger.id` of that row. */
  last: integer('last').notNull(),
  state: blob('state', { mode: 'buffer' }).notNull(),
  /** Who owns which Yjs client: JSON object, client → actor. */
  clients: text('clients').notNull(),
})

/** Who opened which card, and when. */
export const openings = sqliteTable(
  'openings',
  {
    id: integer('id').primaryKey(),
    document: text('document').notNull(),
    person: text('person').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [index('openings_document').on(table.document)],
)
