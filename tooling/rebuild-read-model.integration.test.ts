/** `npm run rebuild-read-model` on what a server has admitted: the same tables, and never beside a server. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import Database from 'libsql'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { freeTcpPort } from '#asterisk/ports.ts'
import { openConnection } from '#client/sync/connection.ts'
import { createTokenSource } from '#client/sync/token.ts'
import { dispositionKey } from '#domain/documents/card.ts'
import { cardName } from '#domain/documents/names.ts'
import { known, parseCallId } from '#domain/ids.ts'
import { startProcess, type ProductProcess } from '#e2e/rig/process.ts'
import { openLineDocuments } from '#pbx-bridge/line-documents.ts'
import { aCall } from '#pbx-bridge/testing/a-call.ts'
import { until } from '#sync-server/admission/testing/open-centre.ts'
import { demonstrationPatients } from '#sync-server/demonstration/patients.ts'
import { demonstrationPassword } from '#sync-server/demonstration/people.ts'
import { holdFolderAlone } from '#sync-server/store/hold.ts'
import { openSecrets } from '#sync-server/secrets.ts'
import { root } from './root.ts'

const tables = [
  'patients',
  'phones',
  'calls',
  'dispositions',
  'appointments',
  'patient_search',
  'read_model_position',
]

let folder: string
let port: number
let server: ProductProcess
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
  port = await freeTcpPort('127.0.0.1')
  server = await startServer()
  await work()
})
afterAll(async () => {
  await server.end()
  rmSync(folder, { recursive: true, force: true })
})

const startServer = (): Promise<ProductProcess> =>
  startProcess({
    script: 'sync-server/main.ts',
    logFile: join(folder, 'sync-server.log'),
    saysReady: true,
    environment: { KARTOTEKA_DATA: folder, KARTOTEKA_PORT: String(port) },
  })

async function rebuild(dataFolder = folder) {
  const command = spawn(process.execPath, [join(root, 'tooling/rebuild-read-model.ts')], {
    env: { ...process.env, LC_ALL: 'C.UTF-8', KARTOTEKA_DATA: dataFolder },
  })
  const [said, complained, [code]] = await Promise.all([
    text(command.stdout),
    text(command.stderr),
    once(command, 'exit'),
  ])
  return { said, complained, code: Number(code) }
}

/** Every row of every table of the read model. */
function dump(): Record<string, string[]> {
  const database = new Database(join(folder, 'kartoteka.db'))
  const rows = (table: string) =>
    database
      .prepare(
        table === 'patient_search' ? 'SELECT rowid, text FROM patient_search' : `SELECT * FROM ${table}`,
      )
      .all()
      .map((row) => JSON.stringify(row))
      .sort()
  const dumped = Object.fromEntries(tables.map((table) => [table, rows(table)]))
  database.close()
  return dumped
}

async function tokenOf(person: string): Promise<string> {
  const url = `http://127.0.0.1:${port}`
  const signedIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: `${person}@kartoteka.example`, password: demonstrationPassword }),
  })
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const { token } = (await (await fetch(`${url}/api/sync-token`, { headers: { cookie } })).json()) as {
    token: string
  }
  return token
}

/** A day at the desk: a card is edited, here and there and back; a stranger rings, and is recorded. */
async function work(): Promise<void> {
  const patient = demonstrationPatients(Date.now()).find(({ calls }) => calls.length > 0)
  const call = patient?.calls[0]
  if (!patient || !call) throw new Error('nobody has called')
  const { clinic, phones } = patient
  const connection = openConnection({
    url: `ws://127.0.0.1:${port}/sync`,
    token: createTokenSource(() => tokenOf('elena')),
  })
  const { replica } = connection.open(cardName(clinic, patient.patient))
  await until(replica, () => replica.view.getMap('profile').has('familyName'))
  const number = phones[0]?.number ?? ''
  const appointment = '01JC0000000000000000000001'
  replica.act([
    { kind: 'set', root: 'profile', key: 'familyName', value: 'Щукина-Ёлкина' },
    { kind: 'set', root: 'phones', key: '+79165557301', value: { label: 'новый' } },
    { kind: 'set', root: 'appointments', key: `${appointment}/doctor`, value: 'Орлова' },
    { kind: 'set', root: 'appointments', key: `${appointment}/at`, value: '2027-01-09T10:00:00+03:00' },
  ])
  replica.act([
    { kind: 'remove', root: 'phones', key: number },
    { kind: 'remove', root: 'appointments', key: `${appointment}/doctor` },
    {
      kind: 'set',
      root: 'dispositions',
      // A further topic: what came of the call is set, and closed.
      key: dispositionKey(call.id, 2),
      value: { result: 'booked', comment: 'придёт', by: 'elena' },
    },
  ])
  await until(replica, () => replica.pending === 0)
  expect(replica.refused).toEqual([])
  connection.close()
  await aStrangerRings()
}

async function aStrangerRings(): Promise<void> {
  const { service } = openSecrets(folder)
  const line = openLineDocuments({
    url: `ws://127.0.0.1:${port}/sync`,
    serviceSecret: service,
    log: pino({ level: 'silent' }),
    onLine: () => undefined,
    onCommand: () => Promise.resolve({ done: true }),
  })
  const { clinic, startedAt } = aCall()
  const id = known(parseCallId, '1789000000.77')
  line.serve([clinic])
  await line.write(
    aCall({
      id,
      state: 'ended',
      answeredAt: startedAt + 5_000,
      endedAt: startedAt + 60_000,
      outcome: 'answered',
      recorded: true,
    }),
  )
  line.close()
  const recordingOf = () => dump()['calls']?.find((row) => row.includes(id))
  await vi.waitFor(() => expect(recordingOf()).toBeDefined(), { timeout: 20_000 })
  await fetch(`http://127.0.0.1:${port}/api/service/recordings/${clinic}/${id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${service}` },
    body: new Uint8Array(1_000),
  })
  await vi.waitFor(() => expect(recordingOf()).toContain('kept'), { timeout: 20_000 })
}

describe('making the read model anew', () => {
  it('is refused while a server works in the folder, and changes nothing', async () => {
    const before = dump()
    const { complained, code } = await rebuild()
    expect(code).toBe(1)
    expect(complained).toContain(`A server works in ${folder}. Stop it`)
    expect(dump()).toEqual(before)
  })

  it('gives the same tables, whatever had become of them', async () => {
    await server.end()
    const before = dump()
    for (const table of tables) expect(before[table], table).not.toEqual([])
    const database = new Database(join(folder, 'kartoteka.db'))
    database.exec(
      `DELETE FROM phones; UPDATE patients SET family_name = 'nobody'; DELETE FROM patient_search`,
    )
    database.close()
    const { said, complained, code } = await rebuild()
    expect([code, complained]).toEqual([0, ''])
    expect(said).toBe('The read model has been made anew from the ledger.\n')
    expect(dump()).toEqual(before)
  })

  it('is not done where there is no database', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'kartoteka-'))
    const { complained, code } = await rebuild(elsewhere)
    expect([code, complained]).toEqual([1, `There is no database in ${elsewhere}.\n`])
    rmSync(elsewhere, { recursive: true })
  })

  it('keeps a server from starting meanwhile, and lets it start afterwards', async () => {
    const letGo = holdFolderAlone(folder)
    await expect(startServer()).rejects.toThrow('ended with 1')
    letGo?.()
    server = await startServer()
  })
})
