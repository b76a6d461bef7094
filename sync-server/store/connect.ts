/** Connections of threads and parts that work beside the store (`open.ts`), with plain statements. */
import Database from 'libsql'

/** Milliseconds that one connection waits for another's write to end. */
export const busyTimeout = 5_000

/** `path` of the libSQL file. */
export function connect(path: string): Database.Database {
  const database = new Database(path, { timeout: busyTimeout })
  database.exec(`PRAGMA busy_timeout = ${busyTimeout}`)
  return database
}

/** Carries work out in one transaction that may write from its beginning; what throws leaves nothing behind. */
export function transactionsOn(database: Database.Database): <Result>(work: () => Result) => Result {
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  return (work) => {
    begin.run()
    try {
      const result = work()
      commit.run()
      return result
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
}
