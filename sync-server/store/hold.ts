/**
 * Who works in a data folder. A server says that it does, so that a command that must have the folder to itself can
 * tell. The lock is the system's own (of a database without content), so it goes with its process, however that ends.
 */
import { join } from 'node:path'
import Database from 'libsql'

const holdFile = 'in-use.db'

/** Milliseconds that a server waits for a command to have done. */
const commandsTake = 5_000

/** For a server. Answers the way to let go; `undefined` when a command has the folder to itself. */
export function holdFolder(dataFolder: string): (() => void) | undefined {
  return hold(dataFolder, commandsTake, 'BEGIN', 'SELECT count(*) FROM sqlite_schema')
}

/** For a command. Answers the way to let go; `undefined` when a server, or another command, works there. */
export function holdFolderAlone(dataFolder: string): (() => void) | undefined {
  return hold(dataFolder, 0, 'BEGIN EXCLUSIVE')
}

function hold(
  dataFolder: string,
  timeout: number,
  ...statements: readonly string[]
): (() => void) | undefined {
  const database = new Database(join(dataFolder, holdFile), { timeout })
  try {
    for (const statement of statements) database.prepare(statement).all()
    return () => void database.close()
  } catch (error) {
    database.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined
    throw error
  }
}
