/**
 * The thread that folds the write-ahead log into the database, beside the commits and not in their way: first what can
 * be folded while commits go on (PASSIVE), then the few pages that came meanwhile, with the next commit waiting, so that
 * the log begins at its start again (RESTART). A log that is written over costs a commit half of what one costs that
 * grows, in processor time and in waiting for the disk.
 * https://sqlite.org/pragma.html#pragma_wal_checkpoint
 */
import { parentPort, workerData } from 'node:worker_threads'
import { connect } from '#sync-server/store/connect.ts'

const { path } = workerData as { path: string }
/** Milliseconds. */
const interval = 500
/** Milliseconds that a reader or a commit is waited for; commits wait as long. A log in use goes on to grow till next time. */
const patience = 20

const database = connect(path)
database.exec(`PRAGMA busy_timeout = ${patience}`)
const steps = ['PASSIVE', 'RESTART'].map((mode) => database.prepare(`PRAGMA wal_checkpoint(${mode})`))

/** One that fails is tried again: commits do not depend on it, and whoever started this thread is told. */
function checkpoint(): void {
  try {
    for (const step of steps) step.all()
  } catch (error) {
    parentPort?.postMessage(error instanceof Error ? error.message : String(error))
  }
}

const timer = setInterval(checkpoint, interval)
parentPort?.once('message', () => {
  clearInterval(timer)
  database.close()
})
