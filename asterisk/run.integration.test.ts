import { readFile, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
  vi,
} from 'vitest'
import { connectAmi } from '#e2e/rig/ami.ts'
import { addMenu, startTestPbx, type TestPbx } from '#e2e/rig/asterisk.ts'
import { alpha, beta, clinics, numbers, people } from '#e2e/rig/known-centre.ts'
import { openStage, type Stage } from '#e2e/rig/sessions/session.ts'
import { loopbackOf, startCarrier, withheld, type Telephone } from '#e2e/rig/sipp.ts'
import { parsePhone } from '#domain/phone.ts'
import { voices } from '#e2e/rig/sipp/tone.ts'
import { amiUsers, recordingName } from '#domain/telephony/pbx-names.ts'

/** What the PBX writes, it writes within moments; on two busy cores moments are long. */
const patience = { timeout: 20_000 }

let carrier: Telephone
let pbx: TestPbx
let stage: Stage

beforeAll(async () => {
  carrier = await startCarrier()
  pbx = await startTestPbx({ clinics, people: Object.values(people), carrierPort: carrier.port })
})
afterAll(async () => {
  await pbx.end()
  await carrier.end()
})
beforeEach(async () => {
  stage = await openStage(pbx, carrier)
})
afterEach(async () => {
  // Whatever a failed test has left behind.
  await pbx.asterisk.cli('channel request hangup all')
  await stage.clear()
  await stage.sender.end()
})

/**
 * The lines of queue_log about the last call, without time and call. The queue writes its last line in a thread of its
 * own, before the dialplan's `X_END` or just after it: here it comes before.
 */
async function lastJournal(): Promise<string[]> {
  return vi.waitFor(async () => {
    const written = (await readFile(pbx.asterisk.queueLogPath, 'utf8')).trimEnd().split('\n')
    const call = written.at(-1)?.split('|')[1]
    const lines = written
      .filter((line) => line.split('|')[1] === call)
      .map((line) => line.split('|').slice(2).join('|'))
    const has = (event: string) => lines.some((line) => line.includes(`|${event}`))
    expect(has('X_END|')).toBe(true)
    expect(has('COMPLETE')).toBe(has('CONNECT|'))
    const isLast = (line: string) => line.includes('|X_END|')
    return [...lines.filter((line) => !isLast(line)), ...lines.filter(isLast)]
  }, patience)
}

/** How strong one frequency is in a recording of 16 bits at 8 kHz (one bin of a Fourier transform). */
function strengthOf(wav: Buffer, frequency: number): number {
  const samples = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length))
  const turn = (2 * Math.PI * frequency) / 8000
  const [real, imaginary] = samples.reduce(
    ([re, im], sample, at) => [re + sample * Math.cos(turn * at), im + sample * Math.sin(turn * at)],
    [0, 0],
  )
  return Math.hypot(real, imaginary) / samples.length
}

describe('a patient calls', () => {
  test('the telephones that may take it ring, one answers, both talk, and the talk is recorded', async () => {
    const elena = await stage.works('elena')
    const patient = await stage.patientCalls()
    await patient.ringing
    const call = await elena.nextCall()
    expect(call.from).toBe('79161112233')
    await call.answer()
    await patient.answered
    const file = path.join(pbx.asterisk.recordingDirectory, recordingName(call.call ?? ''))
    await vi.waitFor(async () => expect((await stat(file)).size).toBeGreaterThan(16_000), patience)
    await patient.hangUp()
    expect(await call.ended).toBe('they')
    const sound = await readFile(file)
    const silence = strengthOf(sound, 550)
    expect(strengthOf(sound, voices.patient)).toBeGreaterThan(10 * silence)
    expect(strengthOf(sound, voices.called)).toBeGreaterThan(10 * silence)
    expect(await lastJournal()).toEqual([
      'NONE|NONE|X_DID|alpha|+74951200001|79161112233',
      'clinic-alpha|NONE|ENTERQUEUE||79161112233|1',
      expect.stringMatching(/^clinic-alpha\|elena\|CONNECT\|/),
      expect.stringMatching(/^clinic-alpha\|elena\|COMPLETECALLER\|/),
      'NONE|NONE|X_END|answered||',
    ])
  })

  test('the telephone of somebody who may not take it stays silent', async () => {
    const maria = await stage.works('maria')
    await stage.works('oleg')
    const patient = await stage.patientCalls({ did: numbers.beta[0] })
    await maria.nextCall()
    expect(await pbx.asterisk.cli('core show channels concise')).not.toContain('PJSIP/102')
    await patient.hangUp()
  })

  test('nobody is called at a number that no clinic has', async () => {
    const patient = await stage.patientCalls({ did: '+74951239999' })
    expect(await patient.ended).toBe(404)
  })

  test('a number that is withheld rings as withheld', async () => {
    const elena = await stage.works('elena')
    const patient = await stage.patientCalls(withheld)
    expect((await elena.nextCall()).from).toBe('anonymous')
    await patient.hangUp()
    expect(await lastJournal()).toContain('NONE|NONE|X_DID|alpha|+74951200001|')
  })

  test('a caller id with line ends and separators is a withheld number, and adds nothing to the journal', async () => {
    const elena = await stage.works('elena')
    const before = (await readFile(pbx.asterisk.queueLogPath, 'utf8')).split('\n').length
    const patient = await stage.patientCalls({
      from: '7916|1112233\r\n1|1|NONE|NONE|X_END|answered\r\n\r\nEvent: Hangup',
      name: 'x|y',
    })
    expect((await elena.nextCall()).from).toBe('anonymous')
    await patient.hangUp()
    const journal = await lastJournal()
    expect(journal[0]).toBe('NONE|NONE|X_DID|alpha|+74951200001|')
    const after = (await readFile(pbx.asterisk.queueLogPath, 'utf8')).split('\n').length
    expect(after - before).toBe(journal.length)
  })

  test('a caller who is picked up by a telephone that is not there goes on waiting', async () => {
    const patient = await stage.patientCalls()
    await patient.ringing
    await vi.waitFor(
      async () => expect(await pbx.asterisk.cli('queue show')).toContain('1. PJSIP/carrier'),
      patience,
    )
    await stage.pickUp('elena')
    await vi.waitFor(
      async () =>
        expect((await readFile(pbx.asterisk.queueLogPath, 'utf8')).split('|X_PICKUP|').at(-1)).toContain(
          'ENTERQUEUE',
        ),
      patience,
    )
    const elena = await stage.works('elena')
    const call = await elena.nextCall()
    await call.answer()
    await patient.answered
    await patient.hangUp()
    expect(await lastJournal()).toContain('NONE|NONE|X_END|answered||')
  })

  test('who hangs up in a menu that stands before the queue is told apart in the journal', async () => {
    const door = await addMenu(pbx, { clinic: alpha, did: numbers.alpha[0] })
    onTestFinished(door.remove)
    const patient = await stage.patientCalls({ did: door.number })
    await patient.ringing
    await patient.hangUp()
    expect(await lastJournal()).toEqual([
      'NONE|NONE|X_DID|alpha|+74951200001|79161112233',
      'NONE|NONE|X_IVR|alpha',
      'NONE|NONE|X_END|abandoned||',
    ])
  })

  test('a call that nobody answers leaves no recording', async () => {
    const before = await readdir(pbx.asterisk.recordingDirectory)
    const elena = await stage.works('elena')
    const patient = await stage.patientCalls()
    await elena.nextCall()
    await patient.hangUp()
    await lastJournal()
    expect(await readdir(pbx.asterisk.recordingDirectory)).toEqual(before)
  })
})

test('a patient who is called sees the clinic’s number', async () => {
  const elena = await stage.works('elena')
  await stage.callOut('elena')
  await (await elena.nextCall()).answer()
  const call = await carrier.nextCall()
  expect(call.from).toBe('+74951200001')
  await call.refuse('busy')
  expect(await lastJournal()).toEqual([
    'NONE|NONE|X_OUT|alpha|+74951200001|+79161112233|101',
    'NONE|NONE|X_END|busy||',
  ])
})

test('a number that a clinic gets takes calls at once, and the talk in progress goes on', async () => {
  const elena = await stage.works('elena')
  const talking = await stage.patientCalls()
  await (await elena.nextCall()).answer()
  const added = parsePhone('+78432100009')
  if (!added) throw new Error('a number expected')
  const more = clinics.map((clinic) => ({
    ...clinic,
    dids: clinic.id === beta ? clinic.dids.map((did) => ({ ...did, number: added })) : clinic.dids,
  }))
  const trunk = { carrierHost: loopbackOf.carrier, carrierPort: carrier.port }
  const subject = { clinics: more, people: Object.values(people), trunk, secrets: pbx.secrets }
  expect(await pbx.asterisk.apply(subject)).toEqual([])
  const patient = await vi.waitFor(async () => {
    const call = await stage.patientCalls({ did: added })
    await call.ringing
    return call
  }, patience)
  await patient.hangUp()
  await talking.hangUp()
  expect(await talking.ended).toBe('we')
})

test('the one who listens can do nothing', async () => {
  const { addresses, ports, cli } = pbx.asterisk
  const listener = await connectAmi(
    { address: addresses.ami, port: ports.ami },
    { name: amiUsers.listener, secret: pbx.secrets.amiListener },
  )
  const answer = await listener.send({ Action: 'Command', Command: 'core stop now' })
  expect(answer).toContain('Permission denied')
  expect(await cli('core show uptime')).toContain('System uptime')
  await listener.end()
})

test('killed in mid-call, it comes back where it was, beside another one', async () => {
  const options = { clinics, people: Object.values(people), carrierPort: carrier.port }
  const first = await startTestPbx(options)
  onTestFinished(() => first.end())
  const before = await openStage(first, carrier)
  const patient = await before.patientCalls()
  await patient.ringing
  await first.asterisk.kill()
  await patient.drop()

  const { directory, secrets } = first
  const second = await startTestPbx({ ...options, directory, secrets, ports: first.asterisk.ports })
  onTestFinished(() => second.end())
  const after = await openStage(second, carrier)
  onTestFinished(() => after.clear())
  const elena = await after.works('elena')
  const again = await after.patientCalls()
  await (await elena.nextCall()).answer()
  await again.answered
  await again.hangUp()
})
