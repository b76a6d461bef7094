/**
 * The door with its ledger on disk. With `LEDGER=memory` the ledger answers at once and writes nothing, which leaves
 * what judging alone costs.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pino from 'pino'
import { acceptSocket } from '#sync-server/admission/socket.ts'
import { Door } from '#sync-server/admission/door.ts'
import { Ledger, type Appended } from '#sync-server/admission/ledger.ts'
import { actors, clinics } from '#sync-server/admission/testing/open-centre.ts'
import { openStore } from '#sync-server/store/open.ts'
import { serve } from './serve.ts'

const folder = mkdtempSync(join(tmpdir(), 'kartoteka-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'kartoteka.db')
const store = await openStore({ url: pathToFileURL(path).href })
store.close()

class MemoryLedger extends Ledger {
  private id = 0
  override append(): Promise<Appended> {
    return Promise.resolve({ kind: 'appended', id: ++this.id })
  }
}
const onTrouble = (reason: string) => {
  throw new Error(reason)
}
const ledger =
  process.env['LEDGER'] === 'memory' ? new MemoryLedger(path, onTrouble) : new Ledger(path, onTrouble)
const door = new Door({
  ledger,
  authenticate: () => Promise.resolve({ actor: actors.anna }),
  clinicOf: (id) => clinics.get(id),
  log: pino({ level: 'silent' }),
})
await serve((socket, request) => acceptSocket(door, socket, request, () => undefined))
