/** A PBX that keeps its connections open and says nothing: no end is told, and only what does not come tells of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TrainingCall } from '#asterisk/training-line/training-call.ts'
import {
  loneSecrets as secrets,
  startLoneLine,
  type LoneLine,
} from '#asterisk/training-line/testing/lone-line.ts'
import { known, parseCallId, parseClinicId, type CallId } from '#domain/ids.ts'
import { parsePhone } from '#domain/phone.ts'
import { amiUsers, callIdOf } from '#domain/telephony/pbx-names.ts'
import { addFact } from '#domain/telephony/facts.ts'
import type { LiveList } from '#domain/telephony/reconcile.ts'
import type { TrackedCall } from '#domain/telephony/track.ts'
import { listen, type Listener } from './ami/listener.ts'
import { createSender, type Sender } from './ami/sender.ts'
import { createCommander } from './commander.ts'
import { aCall } from './testing/a-call.ts'
import { openMuffledLine, type MuffledLine } from './testing/muffled-line.ts'

/** Milliseconds: short, and long enough for two busy cores. */
const timing = { pingEvery: 50, deadline: 1_000, reconnect: { first: 20, longest: 50 } }
const patience = { timeout: 20_000 }

let pbx: LoneLine
let line: MuffledLine
let sender: Sender
let listener: Listener
let heard: { connected: number; lost: string[]; live: LiveList[] }
let senderLost: string[]

beforeEach(async () => {
  pbx = await startLoneLine()
  line = await openMuffledLine(pbx.line.port)
  const place = { host: '127.0.0.1', port: line.port, ...timing }
  senderLost = []
  sender = createSender({ ...place, user: amiUsers.sender, secret: secrets.amiSender }, (reason) =>
    senderLost.push(reason),
  )
  heard = { connected: 0, lost: [], live: [] }
  const { systemName } = secrets
  listener = listen(
    { ...place, user: amiUsers.listener, secret: secrets.amiListener, systemName },
    {
      async liveChannels() {
        const result = await sender.list('CoreShowChannels')
        if (result.done) return result.items
        throw new Error(result.message)
      },
      onEvents: () => undefined,
      onLive: (list) => void heard.live.push(list),
      onUntrusted: () => undefined,
      onStockUnknown: () => undefined,
      onConnected: () => void heard.connected++,
      onLost: (reason) => void heard.lost.push(reason),
    },
  )
  await expect.poll(() => heard.live.length, patience).toBe(1)
})
afterEach(async () => {
  await Promise.all([listener.stop(), sender.stop()])
  await line.close()
  await pbx.end()
})

const call = (): TrainingCall =>
  pbx.line.call({
    clinic: known(parseClinicId, 'alpha'),
    did: known(parsePhone, '+74951200001'),
    number: known(parsePhone, '+79161112233'),
  })
const idOf = (one: TrainingCall): CallId => known((id) => callIdOf(id, secrets.systemName), one.caller.id)
const liveCalls = (list: LiveList | undefined): CallId[] =>
  list?.channels.map((channel) => channel.call) ?? []

describe('a PBX that falls silent', () => {
  it('is given up by the ping that is not answered, and so is each try while it lasts', async () => {
    line.fallSilent()
    await expect.poll(() => heard.lost.length, patience).toBeGreaterThanOrEqual(2)
    await expect.poll(() => senderLost.length, patience).toBeGreaterThanOrEqual(2)
    expect(heard.lost.slice(0, 2)).toEqual(['no answer to Ping in 1000 ms', 'no answer to Login in 1000 ms'])
    expect(senderLost.slice(0, 2)).toEqual(['ping: no answer in 1000 ms', 'no answer in 1000 ms'])
    expect(heard.connected).toBe(1)
  })

  it('that speaks again is heard again, and asked what has become of the calls meanwhile', async () => {
    const endsMeanwhile = call()
    await endsMeanwhile.performed()
    listener.takeStock()
    await expect.poll(() => liveCalls(heard.live.at(-1)), patience).toEqual([idOf(endsMeanwhile)])
    line.fallSilent()
    const silentSince = Date.now()
    await expect.poll(() => heard.lost.length, patience).toBeGreaterThan(0)
    endsMeanwhile.giveUp()
    await endsMeanwhile.over
    const beginsMeanwhile = call()
    await beginsMeanwhile.performed()
    const before = heard.live.length
    line.speak()
    await expect.poll(() => heard.live.length, patience).toBeGreaterThan(before)
    expect(heard.connected).toBe(2)
    const list = heard.live[before]
    expect(liveCalls(list)).toEqual([idOf(beginsMeanwhile)])
    expect(list?.lastSeenAt).toBeLessThanOrEqual(silentSince)
    expect(list?.askedAt).toBeGreaterThan(silentSince)
    expect(await sender.act('Ping')).toMatchObject({ done: true })
    // What was silent has been let go of.
    await expect.poll(() => line.open(), patience).toBe(2)
  })

  it('makes a command expire, and the next one works when it speaks again', async () => {
    const one = call()
    await one.performed()
    const tracked = trackedCall(idOf(one), one.caller.channel)
    const { obey } = createCommander(sender, (id) => (id === tracked.id ? tracked : undefined))
    const hangUp = { command: 'hangup', call: tracked.id, extension: null } as const
    line.fallSilent()
    expect(await obey({ ...hangUp, id: 'first' })).toEqual({ done: false, code: 'expired' })
    line.speak()
    await expect.poll(() => sender.act('Ping'), patience).toMatchObject({ done: true })
    expect(await obey({ ...hangUp, id: 'second' })).toEqual({ done: true })
    await one.over
  })
})

describe('a value that would begin a line of its own', () => {
  it('never goes over the line: the action is unsafe, the command refused', async () => {
    const channel = 'PJSIP/carrier-1\r\n\r\nAction: Originate'
    expect(await sender.act('Hangup', { Channel: channel })).toEqual({
      done: false,
      code: 'unsafe',
      message: 'line break in Channel',
    })
    const tracked = trackedCall(known(parseCallId, '1789000000.1'), channel)
    const { obey } = createCommander(sender, () => tracked)
    expect(await obey({ id: 'c', command: 'hangup', call: tracked.id, extension: null })).toEqual({
      done: false,
      code: 'refused',
    })
    expect(await sender.act('Hangup', { Channel: 'PJSIP/nobody-1' })).toMatchObject({ code: 'refused' })
    expect(line.sent()).toContain('PJSIP/nobody-1')
    expect(line.sent()).not.toContain('Originate')
  })
})

/** A caller who waits on this channel, as the bridge follows him. */
function trackedCall(id: CallId, channel: string): TrackedCall {
  const leg = { call: id, channel: id, extension: null, name: channel, number: null }
  const facts = addFact({}, { source: 'events', type: 'channel-created', at: Date.now(), ...leg })
  return { id, facts, call: aCall({ id }) }
}
