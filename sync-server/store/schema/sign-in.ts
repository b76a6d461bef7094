/** What the sign-in library (better-auth) keeps. The property names are the library's; see its "database" chapter. */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { PersonId } from '#domain/ids.ts'
import { people } from './people.ts'

const instant = (name: string) => integer(name, { mode: 'timestamp_ms' })

const owner = () =>
  text('person')
    .$type<PersonId>()
    .notNull()
    .references(() => people.id, { onDelete: 'cascade' })

export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    token: text().notNull().unique(),
    userId: owner(),
    expiresAt: instant('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('sessions_by_person').on(table.userId)],
)

/** A way to sign in: for now a password, hashed with scrypt. */
export const credentials = sqliteTable(
  'credentials',
  {
    id: text().primaryKey(),
    accountId: text('account').notNull(),
    providerId: text('provider').notNull(),
    userId: owner(),
    password: text(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('credentials_by_person').on(table.userId)],
)

export const verifications = sqliteTable('verifications', {
  id: text().primaryKey(),
  identifier: text().notNull(),
  value: text().notNull(),
  expiresAt: instant('expires_at').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

/** Requests counted per network address. */
export const rateLimits = sqliteTable('rate_limits', {
  id: text().primaryKey(),
  key: text().notNull().unique(),
  count: integer().notNull(),
  lastRequest: integer('last_request').notNull(),
})

/** Wrong passwords counted per account, which the library does not do. */
export const signInFailures = sqliteTable('sign_in_failures', {
  /** The e-mail address as typed, in lower case, whether or not anybody has it. */
  account: text().primaryKey(),
  failures: integer().notNull(),
  /** Milliseconds since 1970 of the first failure counted. */
  since: integer().notNull(),
})
