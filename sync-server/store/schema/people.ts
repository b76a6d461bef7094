/** The people who sign in and what each has been granted. `people` is also the sign-in library's table of users. */
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { ClinicId, PersonId } from '#domain/ids.ts'
import type { CallKind, Role } from '#domain/people/person.ts'
import { clinics } from './clinics.ts'

export const people = sqliteTable('people', {
  id: text().$type<PersonId>().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique(),
  emailVerified: integer('email_verified', { mode: 'boolean' }).notNull(),
  image: text(),
  role: text().$type<Role>().notNull(),
  /** The internal telephone number; absent for people who do not talk to patients. */
  extension: text().unique(),
  /** The password of the person's own telephone account at the PBX. */
  sipSecret: text('sip_secret').notNull(),
  createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
  updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
})

export const grants = sqliteTable(
  'grants',
  {
    person: text()
      .$type<PersonId>()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    clinic: text()
      .$type<ClinicId>()
      .notNull()
      .references(() => clinics.id),
    kinds: text({ mode: 'json' }).$type<CallKind[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.person, table.clinic] })],
)
