/**
 * The thread that folds the write-ahead log into the database, beside the commits and not in their way. Folding makes
 * the disk busy, so it is done seldom and much at a time: first what can be folded while commits go on (PASSIVE), then
 * the few pages that came meanwhile, with the next commit waiting for some milliseconds, so that the log begins at its
 * start again (RESTART). A log that is written over costs a commit half of what one costs that grows.
 * https://sqlite.org/pragma.html#pragma_wal_checkpoint
 */
import { parentPort, workerData } from 'node:worker_threads'
import { connect } from '#sync-server/store/connect.ts'

const { path } = workerData as { path: string }
/** Milliseconds. */
const interval = 10_000
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
