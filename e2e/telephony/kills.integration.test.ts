/** Sync server and bridge as processes of their own, killed at the worst moments; the training line as the PBX. */
import { HocuspocusProvider } from '@hocuspocus/provider'
import Database from 'libsql'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { TrainingCall } from '#asterisk/training-line/training-call.ts'
import { lineCall } from '#domain/documents/line.ts'
import { lineName } from '#domain/documents/names.ts'
import { known, parseClinicId, type CallId } from '#domain/ids.ts'
import type { CallRecord, LineCall } from '#domain/telephony/call.ts'
import { callIdOf } from '#domain/telephony/pbx-names.ts'
import { openTrainingCentre, type TrainingCentre } from '#e2e/rig/training-centre.ts'

const alpha = known(parseClinicId, 'alpha')
/** Milliseconds. */
const patience = 20_000

let centre: TrainingCentre
let provider: HocuspocusProvider

beforeAll(async () => {
  centre = await openTrainingCentre()
  provider = watchLine()
})
afterAll(async () => {
  provider.destroy()
  provider.configuration.websocketProvider.destroy()
  await centre.end()
})

/** Everything that anybody with the line open gets to see. */
function watchLine(): HocuspocusProvider {
  const document = new Y.Doc()
  return new HocuspocusProvider({
    url: `${centre.url.replace('http', 'ws')}/sync`,
    name: lineName(alpha),
    document,
    token: centre.secrets.service,
  })
}

const idOf = (call: TrainingCall): CallId =>
  known((id) => callIdOf(id, centre.secrets.pbxSystemName), call.caller.id)
const onLine = (call: TrainingCall): LineCall | undefined => lineCall(provider.document, idOf(call))
const until = (holds: () => unknown): Promise<void> =>
  expect.poll(holds, { timeout: patience, interval: 20 }).toBeTruthy()

function call(): TrainingCall {
  const { line, telephony } = centre
  const did = telephony.clinics.find(({ id }) => id === alpha)?.dids[0]?.number
  const number = telephony.demoNumbers[0]
  if (!did || !number) throw new Error('no numbers')
  return line.call({ clinic: alpha, did, number })
}
function anOperator() {
  const [person] = centre.telephony.people.filter(({ clinics }) => clinics.includes(alpha))
  if (!person) throw new Error('nobody works')
  return { person: person.id, extension: person.extension }
}

/** What is on the cards about this call. */
function records(one: TrainingCall): CallRecord[] {
  const database = new Database(centre.databasePath, { timeout: 5_000 })
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
    await centre.killBridge()
    talk.pickUp(anOperator())
    gaveUp.giveUp()
    await Promise.all([talk.performed(), gaveUp.over])
    await centre.startBridge()
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
      await centre.killBridge()
      if (round % 2 === 0) one.pickUp(anOperator())
      else one.giveUp()
      await centre.startBridge()
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
    await centre.killServer()
    talk.pickUp(anOperator())
    missed.giveUp()
    const meanwhile = call()
    await Promise.all([talk.performed(), missed.over, meanwhile.performed()])
    await centre.startServer()
    await until(() => onLine(talk)?.state === 'talking')
    await until(() => onLine(meanwhile)?.state === 'ringing')
    expect(await filed(missed)).toMatchObject({ outcome: 'abandoned' })
    talk.hangUp('operator')
    meanwhile.giveUp()
    expect(await filed(talk)).toMatchObject({ outcome: 'answered', hungUpBy: 'operator' })
    expect(await filed(meanwhile)).toMatchObject({ outcome: 'abandoned' })
  })
})
