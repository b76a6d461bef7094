/** The clinics; all that is a clinic's own setting is one JSON value, checked when it is read. */
import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { ClinicId } from '#domain/ids.ts'

export const clinics = sqliteTable('clinics', {
  id: text().$type<ClinicId>().primaryKey(),
  /** `Clinic` without its id. */
  settings: text({ mode: 'json' }).$type<unknown>().notNull(),
})
