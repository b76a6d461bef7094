/**
 * The thread that folds the write-ahead log into the database, beside the commits and not in their way (a passive
 * checkpoint, https://sqlite.org/pragma.html#pragma_wal_checkpoint).
 */
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'libsql'

const { path } = workerData as { path: string }
/** Milliseconds. */
const interval = 1_000

const database = new Database(path, { timeout: 5000 })
database.exec('PRAGMA busy_timeout = 5000')
const checkpoint = () => database.prepare('PRAGMA wal_checkpoint(PASSIVE)').all()

const timer = setInterval(checkpoint, interval)
parentPort?.once('message', () => {
  clearInterval(timer)
  database.close()
})
