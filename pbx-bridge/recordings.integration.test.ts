/** Recordings on their way from the PBX's folder to the card: the bridge's own parts before a whole sync server. */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { freeTcpPort } from '#asterisk/ports.ts'
import { known, parseCallId, parseClinicId } from '#domain/ids.ts'
import type { CallRecord } from '#domain/telephony/call.ts'
import { openSite, type Site, type Visitor } from '#sync-server/testing/open-site.ts'
import { openLineDocuments } from './line-documents.ts'
import { bringRecordings, recordingPath, type Recordings } from './recordings.ts'
import { openRecordingsSpool } from './recordings-spool.ts'
import { openSpool, type Spool } from './spool.ts'
import { aCall } from './testing/a-call.ts'
import { headerBytes, mended } from './wav.ts'

/** Milliseconds. */
const patience = 20_000
const soon = { stillFor: 0, retry: { first: 20, longest: 20 } }
const never = 3_600_000

const log = pino({ level: 'silent' })
const call = known(parseCallId, '1789000000.1')

let site: Site
let elena: Visitor
let folder: string
let spool: Spool
let bringing: Recordings | undefined
beforeEach(async () => {
  site = await openSite()
  elena = await site.signIn('elena')
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-bridge-'))
  spool = openSpool(join(folder, 'pbx-bridge.db'))
})
afterEach(async () => {
  await bringing?.stop()
  spool.close()
  await site.close()
  rmSync(folder, { recursive: true })
})

function bring(times: { lostAfter: number; givenUpAfter: number }, server = site.url): void {
  bringing = bringRecordings({
    ...soon,
    ...times,
    directory: folder,
    server,
    serviceSecret: site.secrets.service,
    spool: openRecordingsSpool(spool.database),
    log,
  })
}

/** A recorded talk that has come to its end on the line, and its recording is waited for. */
async function talk(): Promise<void> {
  const line = openLineDocuments({
    url: `${site.url.replace('http', 'ws')}/sync`,
    serviceSecret: site.secrets.service,
    log,
    onLine: () => undefined,
    onCommand: () => Promise.resolve({ done: true }),
  })
  const { id, clinic, startedAt } = aCall({ id: call })
  line.serve([clinic])
  const ended = {
    state: 'ended',
    answeredAt: startedAt + 5_000,
    endedAt: startedAt + 60_000,
    outcome: 'answered',
    recorded: true,
  } as const
  await line.write(aCall({ id, ...ended }))
  line.close()
  openRecordingsSpool(spool.database).add(id, clinic, Date.now())
}

const waiting = () => openRecordingsSpool(spool.database).due(Date.now() + never)

/** What the card says of the recording. */
async function onCard(): Promise<CallRecord['recording'] | undefined> {
  const calls = (await (await elena.get('/api/calls')).json()) as { call: CallRecord }[]
  return calls.find((listed) => listed.call.id === call)?.call.recording
}
const becomes = (recording: CallRecord['recording']) =>
  expect.poll(onCard, { timeout: patience, interval: 50 }).toBe(recording)

function pbxWrites(): void {
  const header = Buffer.alloc(headerBytes)
  header.write('RIFF', 0)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.write('data', 36)
  const sound = Buffer.alloc(1_600)
  const whole = mended(header, headerBytes + sound.length)
  writeFileSync(recordingPath(folder, call), Buffer.concat([whole, sound]))
}

describe('a recording that does not turn up', () => {
  it('is awaited, then lost, and can be played when it turns up after all', async () => {
    await talk()
    bring({ lostAfter: never, givenUpAfter: never })
    await becomes('awaited')
    await bringing?.stop()
    bring({ lostAfter: 0, givenUpAfter: never })
    await becomes('lost')
    pbxWrites()
    await becomes('kept')
    await expect.poll(waiting).toEqual([])
    expect((await elena.get(`/api/recordings/alpha/${call}`)).status).toBe(200)
  })

  it('is looked for no more once the server knows and the days are over', async () => {
    await talk()
    bring({ lostAfter: 0, givenUpAfter: 0 })
    await becomes('lost')
    await expect.poll(waiting, { timeout: patience }).toEqual([])
  })

  it('is played from the server when it turns out to have been there all along', async () => {
    await talk()
    pbxWrites()
    bring({ lostAfter: never, givenUpAfter: never })
    await becomes('kept')
    await bringing?.stop()
    rmSync(recordingPath(folder, call))
    openRecordingsSpool(spool.database).add(call, aCall().clinic, Date.now())
    bring({ lostAfter: 0, givenUpAfter: never })
    await expect.poll(waiting, { timeout: patience }).toEqual([])
    expect(await onCard()).toBe('kept')
  })
})

const asked = (times: number) =>
  expect.poll(() => waiting()[0]?.attempts ?? 0, { timeout: patience }).toBeGreaterThan(times)

describe('a recording that the server knows nothing of', () => {
  it('is lost once its call is on a card', async () => {
    openRecordingsSpool(spool.database).add(call, aCall().clinic, Date.now())
    bring({ lostAfter: 0, givenUpAfter: never })
    await asked(3)
    await talk()
    await becomes('lost')
  })

  it.each([
    { of: 'a call on no card', clinic: aCall().clinic, written: false },
    { of: 'a clinic that is no more', clinic: known(parseClinicId, 'gamma'), written: true },
  ])('because it is of $of is asked for while the days last, and no longer', async ({ clinic, written }) => {
    if (written) pbxWrites()
    openRecordingsSpool(spool.database).add(call, clinic, Date.now())
    bring({ lostAfter: 0, givenUpAfter: never })
    await asked(3)
    await bringing?.stop()
    bring({ lostAfter: 0, givenUpAfter: 0 })
    await expect.poll(waiting, { timeout: patience }).toEqual([])
  })
})

describe('a recording is never given up', () => {
  it('while the server is away', async () => {
    openRecordingsSpool(spool.database).add(call, aCall().clinic, Date.now())
    bring({ lostAfter: 0, givenUpAfter: 0 }, `http://127.0.0.1:${await freeTcpPort('127.0.0.1')}`)
    await asked(3)
  })

  it.each([
    { answer: 'a 404 of its own', status: 404, body: '<h1>Not Found</h1>' },
    { answer: 'a page for everything', status: 200, body: '<h1>Welcome</h1>' },
  ])('while something else at its address has $answer', async ({ status, body }) => {
    const other = createServer((request, response) => {
      request.resume()
      response.writeHead(status).end(body)
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await once(other, 'listening')
    const address = other.address()
    if (address === null || typeof address === 'string') throw new Error('no address')
    pbxWrites()
    openRecordingsSpool(spool.database).add(call, aCall().clinic, Date.now())
    bring({ lostAfter: 0, givenUpAfter: 0 }, `http://127.0.0.1:${address.port}`)
    await asked(3)
    await bringing?.stop()
    other.closeAllConnections()
  })
})

describe('a spool of an older bridge', () => {
  it('keeps what waits in it', () => {
    const older = new Database(':memory:')
    older.exec(`CREATE TABLE recordings (call TEXT PRIMARY KEY, clinic TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0, since INTEGER NOT NULL, next_at INTEGER NOT NULL) STRICT`)
    older.exec(`INSERT INTO recordings VALUES ('${call}', 'alpha', 7, 1, 1)`)
    expect(openRecordingsSpool(older).due(2)).toEqual([
      { call, clinic: 'alpha', attempts: 7, since: 1, lost: false },
    ])
    older.close()
  })
})
