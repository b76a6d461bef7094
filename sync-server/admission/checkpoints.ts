/**
 * The thread that folds the write-ahead log into the database, beside the commits and not in their way (a passive
 * checkpoint, https://sqlite.org/pragma.html#pragma_wal_checkpoint).
 */
import { parentPort, workerData } from 'node:worker_threads'
import { connect } from '#sync-server/store/connect.ts'

const { path } = workerData as { path: string }
/** Milliseconds. */
const interval = 1_000

const database = connect(path)
/** One that fails is tried again: commits do not depend on it, and whoever started this thread is told. */
function checkpoint(): void {
  try {
    database.prepare('PRAGMA wal_checkpoint(PASSIVE)').all()
  } catch (error) {
    parentPort?.postMessage(error instanceof Error ? error.message : String(error))
  }
}

const timer = setInterval(checkpoint, interval)
parentPort?.once('message', () => {
  clearInterval(timer)
  database.close()
})
