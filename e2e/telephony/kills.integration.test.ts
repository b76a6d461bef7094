/** Sync server and bridge as processes of their own, killed at the worst moments; the training line as the PBX. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HocuspocusProvider } from '@hocuspocus/provider'
import Database from 'libsql'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { freeTcpPort } from '#asterisk/ports.ts'
import { fetchTelephony, type Telephony } from '#asterisk/telephony.ts'
import type { TrainingCall } from '#asterisk/training-line/training-call.ts'
import { startTrainingLine, type TrainingLine } from '#asterisk/training-line/training-line.ts'
import { lineCall } from '#domain/documents/line.ts'
import { lineName } from '#domain/documents/names.ts'
import { known, parseClinicId, type CallId } from '#domain/ids.ts'
import type { CallRecord, LineCall } from '#domain/telephony/call.ts'
import { callIdOf } from '#domain/telephony/pbx-names.ts'
import { startProcess, type ProductProcess } from '#e2e/rig/process.ts'
import { openSecrets, type Secrets } from '#sync-server/secrets.ts'
import { bridgeEnvironment, pbxSecretsOf } from '#tooling/exchange.ts'

const alpha = known(parseClinicId, 'alpha')
/** Milliseconds. */
const patience = 20_000

let data: string
let secrets: Secrets
let url: string
let line: TrainingLine
let telephony: Telephony
let server: ProductProcess
let bridge: ProductProcess
let provider: HocuspocusProvider

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'kartoteka-kills-'))
  secrets = openSecrets(data)
  const port = await freeTcpPort('127.0.0.1')
  url = `http://127.0.0.1:${port}`
  server = await runServer(port)
  telephony = await fetchTelephony(url, secrets.service)
  line = await startTrainingLine({
    host: '127.0.0.1',
    port: 0,
    secrets: pbxSecretsOf(secrets),
    recordingDirectory: join(data, 'pbx', 'recordings'),
    queueLogPath: join(data, 'pbx', 'queue_log'),
    people: () => telephony.people,
  })
  bridge = await runBridge()
  provider = watchLine()
})
afterAll(async () => {
  provider.destroy()
  provider.configuration.websocketProvider.destroy()
  await bridge.end()
  await line.stop()
  await server.end()
  rmSync(data, { recursive: true })
})

function runServer(port: number): Promise<ProductProcess> {
  return startProcess({
    script: 'sync-server/main.ts',
    logFile: join(data, 'sync-server.log'),
    saysReady: true,
    environment: { KARTOTEKA_DATA: data, KARTOTEKA_PORT: String(port), KARTOTEKA_PBX: 'training' },
  })
}

function runBridge(): Promise<ProductProcess> {
  return startProcess({
    script: 'pbx-bridge/main.ts',
    logFile: join(data, 'pbx-bridge.log'),
    saysReady: false,
    environment: {
      KARTOTEKA_DATA: data,
      KARTOTEKA_SERVER: url,
      KARTOTEKA_SERVICE_SECRET: secrets.service,
      ...bridgeEnvironment(secrets, {
        amiPort: line.port,
        recordings: line.recordingDirectory,
        queueLog: line.queueLogPath,
      }),
      KARTOTEKA_PBX_TRAINING: '1',
    },
  })
}

/** Everything that anybody with the line open gets to see. */
function watchLine(): HocuspocusProvider {
  const document = new Y.Doc()
  return new HocuspocusProvider({
    url: `${url.replace('http', 'ws')}/sync`,
    name: lineName(alpha),
    document,
    token: secrets.service,
  })
}

const idOf = (call: TrainingCall): CallId =>
  known((id) => callIdOf(id, secrets.pbxSystemName), call.caller.id)
const onLine = (call: TrainingCall): LineCall | undefined => lineCall(provider.document, idOf(call))
const until = (holds: () => unknown): Promise<void> =>
  expect.poll(holds, { timeout: patience, interval: 20 }).toBeTruthy()

function call(): TrainingCall {
  const did = telephony.clinics.find(({ id }) => id === alpha)?.dids[0]?.number
  const number = telephony.demoNumbers[0]
  if (!did || !number) throw new Error('no numbers')
  return line.call({ clinic: alpha, did, number })
}
function anOperator() {
  const [person] = telephony.people.filter(({ clinics }) => clinics.includes(alpha))
  if (!person) throw new Error('nobody works')
  return { person: person.id, extension: person.extension }
}

/** What is on the cards about this call. */
function records(one: TrainingCall): CallRecord[] {
  const database = new Database(join(data, 'kartoteka.db'), { timeout: 5_000 })
  try {
    const rows = database.prepare('SELECT record FROM calls WHERE call = ?').all(idOf(one))
    return v.parse(v.array(v.object({ record: v.string() })), rows).map(({ record }) => JSON.parse(record))
  } finally {
    database.close()
  }
}

/** How the call came out: on one card, and on the line no more. */
async function filed(one: TrainingCall): Promise<CallRecord | undefined> {
  await until(() => records(one).length > 0)
  await until(() => onLine(one) === undefined)
  const [record, ...more] = records(one)
  expect(more).toEqual([])
  return record
}

describe('kill -9 of the bridge', () => {
  it('in mid-call: a talk goes on, a caller who gave up meanwhile is missed, and each ends once', async () => {
    const [talk, gaveUp] = [call(), call()]
    await until(() => onLine(talk)?.state === 'ringing' && onLine(gaveUp)?.state === 'ringing')
    await bridge.kill()
    talk.pickUp(anOperator())
    gaveUp.giveUp()
    await Promise.all([talk.performed(), gaveUp.over])
    bridge = await runBridge()
    await until(() => onLine(talk)?.state === 'talking')
    expect(await filed(gaveUp)).toMatchObject({ outcome: 'abandoned' })
    talk.hangUp('patient')
    expect(await filed(talk)).toMatchObject({
      outcome: 'answered',
      operator: anOperator().person,
    })
    await until(() => records(talk)[0]?.recording === 'kept')
  })

  it('at twenty moments of twenty calls: none is lost, none comes back', async () => {
    const calls: TrainingCall[] = []
    for (let round = 0; round < 20; round++) {
      const one = call()
      calls.push(one)
      if (round % 4 === 0) await until(() => onLine(one))
      await bridge.kill()
      if (round % 2 === 0) one.pickUp(anOperator())
      else one.giveUp()
      bridge = await runBridge()
      await one.performed()
      one.hangUp('operator')
    }
    for (const [round, one] of calls.entries()) {
      expect((await filed(one))?.outcome).toBe(round % 2 === 0 ? 'answered' : 'abandoned')
    }
  })
})

describe('kill -9 of the sync server', () => {
  it('in mid-call: what happened meanwhile is delivered when it is back', async () => {
    const [talk, missed] = [call(), call()]
    await until(() => onLine(talk)?.state === 'ringing')
    await server.kill()
    talk.pickUp(anOperator())
    missed.giveUp()
    const meanwhile = call()
    await Promise.all([talk.performed(), missed.over, meanwhile.performed()])
    server = await runServer(Number(new URL(url).port))
    await until(() => onLine(talk)?.state === 'talking')
    await until(() => onLine(meanwhile)?.state === 'ringing')
    expect(await filed(missed)).toMatchObject({ outcome: 'abandoned' })
    talk.hangUp('operator')
    meanwhile.giveUp()
    expect(await filed(talk)).toMatchObject({ outcome: 'answered', hungUpBy: 'operator' })
    expect(await filed(meanwhile)).toMatchObject({ outcome: 'abandoned' })
  })
})
