/**
 * The one way to the database. By default libSQL in a file; `libsql://…` for a server. There is a single connection
 * and nothing here opens a transaction across `await`: what must be atomic is a `batch`. The ledger's writer has a
 * connection of its own, in its own thread.
 */
import { fileURLToPath } from 'node:url'
import { createClient, type Client } from '@libsql/client'
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql'
import { migrate } from 'drizzle-orm/libsql/migrator'

export interface Store {
  db: LibSQLDatabase
  /** For SQL that Drizzle cannot say (full-text search). */
  client: Client
  url: string
  close(): void
}

/** Milliseconds that one process waits for another's write to end. */
export const busyTimeout = 5000
export const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))

/** Opens and brings the schema up to date. `url`: `file:/path/kartoteka.db` or `libsql://host`. */
export async function openStore(options: { url: string; authToken?: string }): Promise<Store> {
  const client = createClient({ ...options, concurrency: 1, timeout: busyTimeout })
  if (client.protocol === 'file') {
    await client.execute('PRAGMA journal_mode = WAL')
    await client.execute('PRAGMA synchronous = FULL')
    await client.execute('PRAGMA foreign_keys = ON')
  }
  const db = drizzle(client)
  await migrate(db, { migrationsFolder })
  return { db, client, url: options.url, close: () => client.close() }
}
