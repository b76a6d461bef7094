/**
 * The one way to the database. libSQL in a file of the data folder. There is a single connection
 * and nothing here opens a transaction across `await`: what must be atomic is a `batch`. The ledger's writer has a
 * connection of its own, in its own thread.
 */
import { fileURLToPath } from 'node:url'
import { createClient } from '@libsql/client'
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql'
import { migrate } from 'drizzle-orm/libsql/migrator'
import { busyTimeout } from './connect.ts'

export interface Store {
  db: LibSQLDatabase
  close(): void
}

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))

/** Opens and brings the schema up to date. `url`: `file:///path/kartoteka.db`. */
export async function openStore({ url }: { url: string }): Promise<Store> {
  const client = createClient({ url, concurrency: 1, timeout: busyTimeout })
  await client.execute('PRAGMA journal_mode = WAL')
  await client.execute('PRAGMA synchronous = FULL')
  await client.execute('PRAGMA foreign_keys = ON')
  const db = drizzle(client)
  await migrate(db, { migrationsFolder })
  return { db, close: () => client.close() }
}
