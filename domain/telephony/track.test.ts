import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { known, parseCallId, parseClinicId, parsePersonId } from '#domain/ids.ts'
import { parsePhone } from '#domain/phone.ts'
import type { LineCall } from './call.ts'
import { directoryOf } from './directory.ts'
import type { Observation } from './observation.ts'
import { reconcile, type LiveChannel } from './reconcile.ts'
import { track, type TrackedCalls } from './track.ts'

const id = known(parseCallId, '1789000000.1')
const clinic = known(parseClinicId, 'alpha')
const elena = known(parsePersonId, 'elena')
const oleg = known(parsePersonId, 'oleg')
const did = known(parsePhone, '+74951200001')
const number = known(parsePhone, '+79161112233')
const directory = directoryOf(
  [{ id: clinic, dids: [{ number: did }] }],
  [
    { id: elena, extension: '101' },
    { id: oleg, extension: '102' },
  ],
)
const start = 1_789_000_000_000

const live = (second: number) => ({ source: 'events', call: id, at: start + second * 1000 }) as const
const written = (second: number) => ({ source: 'journal', call: id, at: start + second * 1000 }) as const
const caller = { channel: String(id), extension: null }
const leg101 = { channel: '1789000000.2', extension: '101' }
const leg102 = { channel: '1789000000.3', extension: '102' }

const arrived: Observation[] = [
  { ...live(0), ...caller, type: 'channel-created', name: 'PJSIP/carrier-1', number },
  { ...written(0), type: 'entered', clinic, did, number },
  { ...live(0), type: 'entered', clinic, did, number },
  { ...live(0), type: 'queued' },
]
const rings: Observation[] = [
  { ...live(1), ...leg101, type: 'channel-created', name: 'PJSIP/101-2', number: null },
  { ...live(1), ...leg102, type: 'channel-created', name: 'PJSIP/102-3', number: null },
  { ...live(1), ...leg101, type: 'ringing' },
  { ...live(1), ...leg102, type: 'ringing' },
]
const olegAnswers: Observation[] = [
  { ...live(5), ...leg102, type: 'ring-ended', status: 'answer' },
  { ...live(5), ...leg101, type: 'ring-ended', status: 'cancel' },
  { ...live(5), ...leg101, type: 'hung-up' },
  { ...live(6), type: 'connected', person: oleg },
  { ...live(6), ...caller, type: 'bridged' },
  { ...live(6), ...leg102, type: 'bridged' },
  { ...live(6), type: 'recorded' },
  { ...written(6), type: 'connected', person: oleg },
]
const patientHangsUp: Observation[] = [
  { ...live(65), ...caller, type: 'hangup-requested' },
  { ...live(65), type: 'completed', by: 'patient' },
  { ...live(66), ...leg102, type: 'hung-up' },
  { ...live(66), ...caller, type: 'hung-up' },
  { ...written(66), type: 'ended', outcome: 'answered', by: 'patient', talk: null },
]
const patientGivesUp: Observation[] = [
  { ...live(9), ...caller, type: 'hangup-requested' },
  { ...written(9), type: 'abandoned' },
  { ...live(9), ...leg101, type: 'ring-ended', status: 'cancel' },
  { ...live(9), ...leg102, type: 'ring-ended', status: 'cancel' },
  { ...live(9), ...leg101, type: 'hung-up' },
  { ...live(9), ...leg102, type: 'hung-up' },
  { ...live(10), ...caller, type: 'hung-up' },
]

function after(...parts: readonly (readonly Observation[])[]): LineCall | undefined {
  return track(new Map(), parts.flat(), directory).calls.get(id)?.call
}

function oneByOne(observations: readonly Observation[]): TrackedCalls {
  return observations.reduce<TrackedCalls>((calls, one) => track(calls, [one], directory).calls, new Map())
}

describe('the life of a call', () => {
  it('rings on every operator’s phone that rings', () => {
    expect(after(arrived)).toMatchObject({ state: 'waiting', number, clinic, ringing: [] })
    expect(after(arrived, rings)).toMatchObject({ state: 'ringing', ringing: [elena, oleg] })
  })

  it('is a talk with whoever answered, and rings nowhere else then', () => {
    expect(after(arrived, rings, olegAnswers)).toMatchObject({
      state: 'talking',
      ringing: [],
      operator: oleg,
      answeredAt: start + 5000,
      recorded: true,
    })
  })

  it('is answered when it was answered, whoever did not answer', () => {
    expect(after(arrived, rings, olegAnswers, patientHangsUp)).toMatchObject({
      state: 'ended',
      outcome: 'answered',
      operator: oleg,
      hungUpBy: 'patient',
      startedAt: start,
      endedAt: start + 66_000,
    })
  })

  it('was hung up by the side whose telephone hung up first', () => {
    const operator: Observation[] = [
      { ...live(65), ...leg102, type: 'hangup-requested' },
      { ...live(66), ...leg102, type: 'hung-up' },
      { ...live(66), ...caller, type: 'hung-up' },
    ]
    expect(after(arrived, rings, olegAnswers, operator)?.hungUpBy).toBe('operator')
  })

  it('is abandoned when the caller hung up before an answer', () => {
    expect(after(arrived, rings, patientGivesUp)).toMatchObject({
      state: 'ended',
      outcome: 'abandoned',
      hungUpBy: 'patient',
      answeredAt: null,
      operator: null,
      ringing: [],
    })
  })

  it('is timed out when the PBX let the caller go, with or without the journal', () => {
    const letGo: Observation[] = [{ ...live(30), ...caller, type: 'hung-up' }]
    expect(after(arrived, letGo)).toMatchObject({ outcome: 'timeout', hungUpBy: null })
    expect(after(arrived, letGo, [{ ...written(30), type: 'gave-up' }])?.outcome).toBe('timeout')
  })

  it('is answered when an operator picked the caller out of the queue, which the queue reports as lost', () => {
    const pickedUp: Observation[] = [
      { ...written(5), type: 'abandoned' },
      { ...live(5), type: 'picked-up', person: elena },
      { ...live(5), ...leg102, type: 'hung-up' },
      { ...live(6), ...leg101, type: 'ring-ended', status: 'answer' },
      { ...live(6), ...leg101, type: 'bridged' },
    ]
    expect(after(arrived, rings, pickedUp, patientHangsUp)).toMatchObject({
      outcome: 'answered',
      operator: elena,
    })
  })

  it('keeps the number it came with through a transfer', () => {
    const transferred: Observation[] = [
      { ...live(20), ...caller, type: 'channel-created', name: 'PJSIP/carrier-1', number: did },
      { ...live(21), ...leg101, type: 'bridged' },
    ]
    expect(after(arrived, rings, olegAnswers, transferred)).toMatchObject({ number, operator: elena })
  })

  it('has no number when the caller withheld it, whatever the channel said before the dialplan', () => {
    const hidden: Observation = { ...live(0), type: 'entered', clinic, did, number: null }
    expect(after([...arrived.slice(0, 1), hidden])?.number).toBeNull()
  })

  it('is nobody’s while the number dialled is no clinic’s', () => {
    const stranger = {
      ...arrived[2],
      clinic: known(parseClinicId, 'gone'),
      did: known(parsePhone, '+74950000000'),
    } as Observation
    expect(after([stranger])).toBeUndefined()
  })
})

describe('the journal, when nobody heard the PBX', () => {
  it('tells a whole answered call', () => {
    const call = after([
      { ...written(0), type: 'entered', clinic, did, number },
      { ...written(0), type: 'queued' },
      { ...written(7), type: 'connected', person: elena },
      { ...written(60), type: 'completed', by: 'operator' },
      { ...written(60), type: 'ended', outcome: 'answered', by: null, talk: null },
    ])
    expect(call).toMatchObject({
      state: 'ended',
      outcome: 'answered',
      operator: elena,
      answeredAt: start + 7000,
      endedAt: start + 60_000,
      hungUpBy: 'operator',
    })
  })

  it('tells who picked a call up, and how long they talked', () => {
    const call = after([
      { ...written(0), type: 'entered', clinic, did, number },
      { ...written(4), type: 'abandoned' },
      { ...written(4), type: 'picked-up', person: elena },
      { ...written(60), type: 'ended', outcome: 'answered', by: 'operator', talk: 50 },
    ])
    expect(call).toMatchObject({ outcome: 'answered', operator: elena, answeredAt: start + 10_000 })
  })

  it('tells a missed call', () => {
    const call = after([
      { ...written(0), type: 'entered', clinic, did, number },
      { ...written(4), type: 'abandoned' },
      { ...written(4), type: 'ended', outcome: 'abandoned', by: null, talk: null },
    ])
    expect(call).toMatchObject({ outcome: 'abandoned', endedAt: start + 4000 })
  })
})

describe('an outgoing call', () => {
  const operatorLeg = { channel: String(id), extension: '101' }
  const patientLeg = { channel: '1789000000.9', extension: null }
  const dialled: Observation[] = [
    { ...live(0), ...operatorLeg, type: 'channel-created', name: 'PJSIP/101-1', number: null },
    { ...live(1), type: 'dialled', clinic, did, number, extension: '101' },
    { ...live(1), ...patientLeg, type: 'channel-created', name: 'PJSIP/carrier-9', number: null },
    { ...live(1), ...patientLeg, type: 'ringing' },
  ]
  const ends = (status: 'busy' | 'noanswer' | 'congestion'): Observation[] => [
    { ...live(9), ...patientLeg, type: 'ring-ended', status },
    { ...live(9), ...patientLeg, type: 'hung-up' },
    { ...live(10), ...operatorLeg, type: 'hung-up' },
  ]

  it('rings until the patient’s leg answers, whatever the operator’s own leg did', () => {
    const own: Observation = { ...live(0), ...operatorLeg, type: 'ring-ended', status: 'answer' }
    expect(after(dialled, [own])).toMatchObject({ direction: 'outgoing', state: 'ringing', answeredAt: null })
    const bridged: Observation = { ...live(4), ...patientLeg, type: 'bridged' }
    expect(after(dialled, [own, bridged])).toMatchObject({ state: 'talking', operator: elena })
  })

  it.each([
    ['busy', 'busy'],
    ['noanswer', 'no-answer'],
    ['congestion', 'failed'],
  ] as const)('that ends %s is %s', (status, outcome) => {
    expect(after(dialled, ends(status))).toMatchObject({ state: 'ended', outcome, number })
  })
})

describe('order and repetition', () => {
  const lives = [
    [...arrived, ...rings, ...olegAnswers, ...patientHangsUp],
    [...arrived, ...rings, ...patientGivesUp],
  ]

  it('of what is observed make no difference in the end', () => {
    for (const life of lives) {
      fc.assert(
        fc.property(fc.shuffledSubarray(life, { minLength: life.length }), (shuffled) => {
          expect(oneByOne(shuffled).get(id)?.call).toEqual(after(life))
        }),
      )
    }
  })

  it('seen again changes nothing', () => {
    for (const life of lives) {
      const { calls } = track(new Map(), life, directory)
      expect(track(calls, life, directory)).toEqual({ calls, touched: [], changed: [] })
    }
  })
})

describe('after a break', () => {
  const during = [...arrived, ...rings, ...olegAnswers]
  const { calls } = track(new Map(), during, directory)
  const listed = (leg: { channel: string; extension: string | null }): LiveChannel => ({
    ...leg,
    call: id,
    name: leg.channel,
    number: null,
    createdAt: start,
    ringing: false,
    bridged: true,
  })
  const askedAt = start + 100_000
  const lastSeenAt = start + 50_000

  it('a call that still lives goes on as it was', () => {
    const list = { askedAt, lastSeenAt, channels: [listed(caller), listed(leg102)] }
    expect(track(calls, reconcile(calls, list), directory).changed).toEqual([])
  })

  it('a call that is gone has ended when the PBX was last in sight, and stays answered', () => {
    const { changed } = track(calls, reconcile(calls, { askedAt, lastSeenAt, channels: [] }), directory)
    expect(changed).toMatchObject([
      { state: 'ended', outcome: 'answered', endedAt: lastSeenAt, hungUpBy: 'unknown' },
    ])
  })

  it('a call that is gone and that nobody answered has an unknown end, or the journal’s', () => {
    const waiting = track(new Map(), arrived, directory).calls
    const gone = reconcile(waiting, { askedAt, lastSeenAt, channels: [] })
    expect(track(waiting, gone, directory).changed[0]?.outcome).toBe('unknown')
    const journal: Observation = { ...written(20), type: 'abandoned' }
    expect(track(waiting, [...gone, journal], directory).changed[0]?.outcome).toBe('abandoned')
  })

  it('a call that began after the list was asked for is left alone', () => {
    const list = { askedAt: start - 1, lastSeenAt: start - 1, channels: [] }
    expect(reconcile(calls, list)).toEqual([])
  })

  it('an operator who has left meanwhile does not talk any more', () => {
    const list = { askedAt, lastSeenAt, channels: [listed(caller)] }
    const [call] = track(calls, reconcile(calls, list), directory).changed
    expect(call).toMatchObject({ state: 'waiting', answeredAt: start + 5000, operator: oleg })
  })
})
