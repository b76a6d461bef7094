import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { addMenu, startTestPbx, type TestPbx } from '#e2e/rig/asterisk.ts'
import { alpha, beta, clinics, numbers, people } from '#e2e/rig/known-centre.ts'
import { openStage, type Stage } from '#e2e/rig/sessions/session.ts'
import { startCarrier, withheld, type Telephone } from '#e2e/rig/sipp.ts'
import type { CallId } from '#domain/ids.ts'
import type { LineCall } from '#domain/telephony/call.ts'
import { openRig, type Rig } from './known-line.ts'

let carrier: Telephone
let pbx: TestPbx
let stage: Stage
let rig: Rig

beforeAll(async () => {
  carrier = await startCarrier()
  pbx = await startTestPbx({ clinics, people: Object.values(people), carrierPort: carrier.port })
})
afterAll(async () => {
  await pbx.end()
  await carrier.end()
})
beforeEach(async () => {
  // A bridge that starts for the first time would tell of the former tests' calls as well.
  await pbx.asterisk.cli('logger rotate')
  stage = await openStage(pbx, carrier)
  const { ports, recordingDirectory, queueLogPath } = pbx.asterisk
  const place = { port: ports.ami, recordingDirectory, queueLogPath }
  rig = await openRig({ clinics, people: Object.values(people) }, place, pbx.secrets)
  await startBridge()
})
afterEach(async () => {
  await rig.close()
  await pbx.asterisk.cli('channel request hangup all')
  await stage.clear()
  await stage.sender.end()
})

async function startBridge(): Promise<void> {
  const before = rig.notebook.pbx.length
  rig.startBridge()
  await rig.notebook.until(
    () => rig.notebook.pbx.slice(before).some(({ state }) => state === 'connected'),
    'the bridge hears the PBX',
  )
}

/** The call that is under way; the last one of the notebook. */
const latest = (): LineCall | undefined => rig.notebook.writes.at(-1)
async function until(state: LineCall['state'], id?: CallId): Promise<LineCall> {
  const look = (): LineCall | undefined => (id ? rig.notebook.call(id) : latest())
  await rig.notebook.until(() => look()?.state === state, `${state}; it is ${look()?.state}`)
  const call = look()
  if (!call) throw new Error('no call')
  return call
}
const statesOf = (id: CallId): string[] =>
  rig.notebook.writes.filter((call) => call.id === id).map(({ state }) => state)

describe('a real call', () => {
  it('rings, is answered at the telephone, and ends with its recording', async () => {
    const elena = await stage.works('elena')
    const patient = await stage.patientCalls()
    const ringing = await until('ringing')
    expect(ringing).toMatchObject({ clinic: alpha, number: numbers.patient, ringing: ['elena'] })
    await (await elena.nextCall()).answer()
    expect(await until('talking', ringing.id)).toMatchObject({ operator: 'elena' })
    await patient.answered
    await patient.hangUp()
    expect(await until('ended', ringing.id)).toMatchObject({
      outcome: 'answered',
      hungUpBy: 'patient',
      recorded: true,
    })
    expect(statesOf(ringing.id).filter((state) => state === 'ended')).toHaveLength(1)
    await rig.notebook.until(() => rig.notebook.recordings.has(ringing.id), 'the recording')
  })

  it('is taken and hung up by command', async () => {
    const elena = await stage.works('elena')
    await stage.patientCalls()
    const { id: call } = await until('ringing')
    const rang = await elena.nextCall()
    const answer = { id: 'answer', command: 'answer', call, extension: '101' } as const
    expect(await rig.notebook.command(answer)).toEqual({ done: true })
    expect(await rang.ended).toBe('cancelled')
    await (await elena.nextCall()).answer()
    await until('talking', call)
    expect(await rig.notebook.command({ ...answer, id: 'again' })).toEqual({
      done: false,
      code: 'not-waiting',
    })
    expect(await rig.notebook.command({ ...answer, id: 'end', command: 'hangup' })).toEqual({ done: true })
    expect(await until('ended', call)).toMatchObject({ outcome: 'answered', hungUpBy: 'operator' })
  })

  it('is missed when the caller gives up', async () => {
    const elena = await stage.works('elena')
    const patient = await stage.patientCalls()
    const { id } = await until('ringing')
    await elena.nextCall()
    await patient.hangUp()
    expect(await until('ended', id)).toMatchObject({ outcome: 'abandoned', operator: null })
  })

  it('is missed when the caller hangs up in a menu, before any queue', async () => {
    const door = await addMenu(pbx, { clinic: alpha, did: numbers.alpha[0] })
    onTestFinished(door.remove)
    const patient = await stage.patientCalls({ did: door.number })
    const { id } = await until('menu')
    await patient.hangUp()
    expect(await until('ended', id)).toMatchObject({ outcome: 'abandoned', clinic: alpha, operator: null })
    expect(statesOf(id)).toEqual(['menu', 'ended'])
  })

  it('is timed out when the queue gives up', async () => {
    await stage.patientCalls({ did: numbers.beta[0] })
    const { id } = await until('waiting')
    expect(await until('ended', id)).toMatchObject({ outcome: 'timeout', clinic: beta })
  })

  it('is nobody’s number when the caller hides it', async () => {
    await stage.patientCalls(withheld)
    expect(await until('waiting')).toMatchObject({ number: null })
  })
})

describe('a forger', () => {
  it.each([
    [
      'a whole event',
      (victim: string) =>
        `1\r\n\r\nEvent: Hangup\r\nPrivilege: call,all\r\nTimestamp: 1.0\r\nSystemName: x\r\nUniqueid: ${victim}\r\nLinkedid: ${victim}\r\n\r\nX: `,
    ],
    [
      'headers in a true event',
      (victim: string) => `1\r\nUniqueid: ${victim}\r\nLinkedid: ${victim}\r\n\r\n`,
    ],
    ['a field in queue_log', () => '7916|ABANDON|1'],
  ])('cannot end another’s call with %s', async (_, from) => {
    await stage.patientCalls()
    const victim = await until('waiting')
    const forged = from(`${pbx.secrets.systemName}-${victim.id}`)
    const forger = await stage.patientCalls({ from: forged })
    const other = (): LineCall | undefined => rig.notebook.calls().find(({ id }) => id !== victim.id)
    await rig.notebook.until(() => other()?.state === 'waiting', 'the forger’s call waits')
    const own = other()
    expect(own?.number).toBeNull()
    await forger.hangUp()
    if (own) expect(await until('ended', own.id)).toMatchObject({ outcome: 'abandoned' })
    expect(rig.notebook.call(victim.id)).toEqual(victim)
  })
})

describe('while the bridge is away', () => {
  it('a talk goes on, a call is missed and another begins: all come out right', async () => {
    const elena = await stage.works('elena')
    const talker = await stage.patientCalls()
    const talk = await until('ringing')
    await rig.stopBridge()
    await (await elena.nextCall()).answer()
    const missed = await stage.patientCalls()
    await missed.ringing
    await missed.hangUp()
    await startBridge()
    expect(await until('talking', talk.id)).toMatchObject({ operator: 'elena' })
    await rig.notebook.until(() => rig.notebook.calls().length === 2, 'the missed call is told')
    const other = rig.notebook.calls().find(({ id }) => id !== talk.id)
    expect(other).toMatchObject({ state: 'ended', outcome: 'abandoned', number: numbers.patient })
    await talker.answered
    await talker.hangUp()
    expect(await until('ended', talk.id)).toMatchObject({ outcome: 'answered', recorded: true })
    await rig.notebook.until(() => rig.notebook.recordings.has(talk.id), 'the recording')
  })
})

describe('kill -9 of the PBX', () => {
  it('ends its calls, the talk answered, the waiting caller unknown, and the line comes back', async () => {
    const elena = await stage.works('elena')
    await stage.patientCalls()
    const talk = await until('ringing')
    await (await elena.nextCall()).answer()
    await until('talking', talk.id)
    await stage.patientCalls()
    await rig.notebook.until(() => rig.notebook.calls().length === 2, 'a second call')
    const waiting = rig.notebook.calls().find(({ id }) => id !== talk.id)
    await pbx.asterisk.kill()
    const { ports } = pbx.asterisk
    await pbx.end()
    pbx = await startTestPbx({
      clinics,
      people: Object.values(people),
      carrierPort: carrier.port,
      directory: pbx.directory,
      ports,
      secrets: pbx.secrets,
    })
    expect(await until('ended', talk.id)).toMatchObject({ outcome: 'answered', hungUpBy: 'unknown' })
    if (waiting) expect(await until('ended', waiting.id)).toMatchObject({ outcome: 'unknown' })
  })
})
