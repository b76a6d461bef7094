import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setInterval } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTrainingLine, type TrainingLine } from '#asterisk/training-line/training-line.ts'
import type { TrainingCall } from '#asterisk/training-line/training-call.ts'
import { known, parseCallId, parseClinicId, parsePersonId, type CallId } from '#domain/ids.ts'
import { parsePhone } from '#domain/phone.ts'
import { openRig, secrets, type Rig } from './known-line.ts'

const alpha = known(parseClinicId, 'alpha')
const elena = known(parsePersonId, 'elena')
const oleg = known(parsePersonId, 'oleg')
const did = known(parsePhone, '+74951200001')
const number = known(parsePhone, '+79031234567')
const people = [
  { id: elena, extension: '101', clinics: [alpha] },
  { id: oleg, extension: '102', clinics: [alpha] },
]
const telephony = { clinics: [{ id: alpha, dids: [{ number: did }] }], people }

let folder: string
let line: TrainingLine
let rig: Rig

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-line-'))
  line = await openLine(0)
  rig = await openRig(telephony, line)
})
afterEach(async () => {
  await rig.close()
  await line.stop()
  rmSync(folder, { recursive: true })
})

function openLine(port: number): Promise<TrainingLine> {
  return startTrainingLine({
    host: '127.0.0.1',
    port,
    secrets,
    recordingDirectory: join(folder, 'recordings'),
    queueLogPath: join(folder, 'queue_log'),
    people: () => people,
  })
}

async function startBridge(): Promise<void> {
  rig.startBridge()
  await rig.notebook.until(() => rig.notebook.pbx.at(-1)?.state === 'connected', 'the bridge hears the PBX')
}

const idOf = (call: TrainingCall): CallId =>
  known(parseCallId, call.caller.id.slice(secrets.systemName.length + 1))
const stateOf = (call: TrainingCall): string | undefined => rig.notebook.call(idOf(call))?.state
const until = (call: TrainingCall, state: string): Promise<void> =>
  rig.notebook.until(() => stateOf(call) === state, `${state}, but it is ${stateOf(call)}`)
const call = (): TrainingCall => line.call({ clinic: alpha, did, number })

describe('a call on the training line', () => {
  it('rings, is answered by command, and ends with its recording', async () => {
    await startBridge()
    const one = call()
    await until(one, 'ringing')
    expect(rig.notebook.call(idOf(one))).toMatchObject({ number, did, clinic: alpha, ringing: [elena, oleg] })

    const answer = { id: 'c1', command: 'answer', call: idOf(one), extension: '102' } as const
    expect(await rig.notebook.command(answer)).toEqual({ done: true })
    await until(one, 'talking')
    expect(rig.notebook.call(idOf(one))?.operator).toBe(oleg)

    expect(await rig.notebook.command({ ...answer, id: 'c2', command: 'hangup' })).toEqual({ done: true })
    await until(one, 'ended')
    expect(rig.notebook.call(idOf(one))).toMatchObject({
      outcome: 'answered',
      hungUpBy: 'operator',
      recorded: true,
    })
    await rig.notebook.until(() => rig.notebook.recordings.has(idOf(one)), 'the recording')
  })

  it('is missed when the caller gives up, and when the queue does', async () => {
    await startBridge()
    const [first, second] = [call(), call()]
    await Promise.all([until(first, 'ringing'), until(second, 'ringing')])
    first.giveUp()
    second.timeOut()
    await Promise.all([until(first, 'ended'), until(second, 'ended')])
    expect(rig.notebook.call(idOf(first))?.outcome).toBe('abandoned')
    expect(rig.notebook.call(idOf(second))?.outcome).toBe('timeout')
  })

  it('is taken by one of two operators who press at once', async () => {
    await startBridge()
    const one = call()
    await until(one, 'ringing')
    const answer = { command: 'answer', call: idOf(one) } as const
    const results = await Promise.all([
      rig.notebook.command({ ...answer, id: 'a', extension: '101' }),
      rig.notebook.command({ ...answer, id: 'b', extension: '102' }),
    ])
    expect(results).toEqual([{ done: true }, { done: false, code: 'not-waiting' }])
  })
})

describe('while the sync server is away', () => {
  it('everything is kept, through a restart of the bridge too, and handed over once after', async () => {
    await startBridge()
    rig.notebook.setAway(true)
    const one = call()
    await expect.poll(() => rig.bridge().open()).toBe(1)
    one.giveUp()
    await one.over
    await rig.stopBridge()
    expect(rig.notebook.writes).toEqual([])

    rig.notebook.setAway(false)
    rig.startBridge()
    await until(one, 'ended')
    expect(rig.notebook.writes.filter(({ id, state }) => id === idOf(one) && state === 'ended')).toHaveLength(
      1,
    )
  })
})

describe('while the bridge is away', () => {
  it('calls that began, went on or ended meanwhile come out right', async () => {
    await startBridge()
    const [goesOn, endsMeanwhile] = [call(), call()]
    await Promise.all([until(goesOn, 'ringing'), until(endsMeanwhile, 'ringing')])
    await rig.stopBridge()

    goesOn.pickUp({ person: elena, extension: '101' })
    endsMeanwhile.giveUp()
    const whole = call()
    whole.pickUp({ person: oleg, extension: '102' })
    await whole.performed()
    whole.hangUp('patient')
    await Promise.all([whole.over, endsMeanwhile.over, goesOn.performed()])

    await startBridge()
    await Promise.all([until(goesOn, 'talking'), until(endsMeanwhile, 'ended'), until(whole, 'ended')])
    expect(rig.notebook.call(idOf(goesOn))?.operator).toBe(elena)
    expect(rig.notebook.call(idOf(endsMeanwhile))?.outcome).toBe('abandoned')
    expect(rig.notebook.call(idOf(whole))).toMatchObject({
      outcome: 'answered',
      operator: oleg,
      recorded: true,
      number,
    })
    await rig.notebook.until(() => rig.notebook.recordings.has(idOf(whole)), 'the recording')
  })
})

describe('when the PBX dies', () => {
  it('its calls end, a talk stays answered, and new calls are heard once it is back', async () => {
    await startBridge()
    const [talk, waits] = [call(), call()]
    await Promise.all([until(talk, 'ringing'), until(waits, 'ringing')])
    talk.pickUp({ person: elena, extension: '101' })
    await until(talk, 'talking')
    const { port } = line
    await line.stop()
    await rig.notebook.until(() => rig.notebook.pbx.at(-1)?.state === 'reconnecting', 'the break is seen')

    line = await openLine(port)
    await Promise.all([until(talk, 'ended'), until(waits, 'ended')])
    expect(rig.notebook.call(idOf(talk))).toMatchObject({ outcome: 'answered', hungUpBy: 'unknown' })
    expect(rig.notebook.call(idOf(waits))?.outcome).toBe('unknown')
    await until(call(), 'ringing')
  })
})

describe('load', () => {
  /** Answered as soon as it rings, hung up as soon as it is answered. */
  async function live(one: TrainingCall, side: 'patient' | 'operator'): Promise<void> {
    await one.performed()
    one.pickUp({ person: elena, extension: '101' })
    await one.performed()
    one.hangUp(side)
    await one.over
  }

  it('nothing is lost at 20 calls a second', async () => {
    await startBridge()
    const calls: TrainingCall[] = []
    const lives: Promise<void>[] = []
    for await (const _ of setInterval(50)) {
      const one = call()
      calls.push(one)
      lives.push(live(one, calls.length % 2 === 0 ? 'patient' : 'operator'))
      if (calls.length === 100) break
    }
    await Promise.all(lives)
    await rig.notebook.until(() => calls.every((one) => stateOf(one) === 'ended'), 'all calls end')
    expect(new Set(calls.map((one) => rig.notebook.call(idOf(one))?.outcome))).toEqual(new Set(['answered']))
    await rig.notebook.until(() => rig.notebook.recordings.size === calls.length, 'all recordings')
  })
})
