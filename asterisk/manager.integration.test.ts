/** Who hears what over AMI, on a real Asterisk: a third user without any filter hears the same calls beside ours. */
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectAmi, type AmiConnection } from '#e2e/rig/ami.ts'
import { newSecret, startTestPbx, type TestPbx } from '#e2e/rig/asterisk.ts'
import { clinics, people } from '#e2e/rig/known-centre.ts'
import { openStage } from '#e2e/rig/sessions/session.ts'
import { startCarrier, type Telephone } from '#e2e/rig/sipp.ts'
import { amiUsers } from '#domain/telephony/pbx-names.ts'
import { unheard } from './configuration/manager-conf.ts'

const control = { name: 'hears-everything', secret: newSecret() }

let carrier: Telephone
let pbx: TestPbx
let heardBy: Record<'listener' | 'sender' | 'control', Heard[]>

interface Heard {
  event: string
  /** The first of its privileges: `call`. */
  class: string
}

/** The events that came over a connection, in order. */
function eventsOf({ received }: AmiConnection): Heard[] {
  const text = Buffer.concat(received.map(({ bytes }) => bytes)).toString('latin1')
  return [...text.matchAll(/^Event: (\w+)\r\nPrivilege: (\w+)/gm)].map(([, event = '', name = '']) => ({
    event,
    class: name,
  }))
}

beforeAll(async () => {
  carrier = await startCarrier()
  pbx = await startTestPbx({ clinics, people: Object.values(people), carrierPort: carrier.port })
  await appendFile(
    join(pbx.directory, 'configuration', 'manager.conf'),
    `\n[${control.name}]\nsecret=${control.secret}\nread=all\nwrite=user\n`,
  )
  await pbx.asterisk.cli('manager reload')
  await playCall()
})
afterAll(async () => {
  await pbx.end()
  await carrier.end()
})

/** One answered call, heard by all three to its end. */
async function playCall(): Promise<void> {
  const ami = { address: pbx.asterisk.addresses.ami, port: pbx.asterisk.ports.ami }
  const { amiListener, amiSender } = pbx.secrets
  const listener = await connectAmi(ami, { name: amiUsers.listener, secret: amiListener })
  const sender = await connectAmi(ami, { name: amiUsers.sender, secret: amiSender })
  const everything = await connectAmi(ami, control)
  const stage = await openStage(pbx, carrier)
  const elena = await stage.works('elena')
  const patient = await stage.patientCalls()
  const call = await elena.nextCall()
  await call.answer()
  await patient.answered
  await patient.hangUp()
  await call.ended
  await stage.clear()
  await stage.sender.end()
  await everything.send({ Action: 'UserEvent', UserEvent: 'TheEnd' })
  await Promise.all([listener, everything].map((one) => one.hear(/UserEvent: TheEnd\r\n/)))
  // Whatever was on its way to the sender has come before the answer.
  await sender.send({ Action: 'Ping' })
  heardBy = { listener: eventsOf(listener), sender: eventsOf(sender), control: eventsOf(everything) }
  await Promise.all([listener, sender, everything].map((one) => one.end()))
}

const isUnheard = ({ event }: Heard): boolean => (unheard as readonly string[]).includes(event)
/** What the listener's `read` says. */
const mayHear = (heard: Heard): boolean => ['system', 'call', 'agent', 'user'].includes(heard.class)
const names = (heard: readonly Heard[]): string[] => heard.map(({ event }) => event)

describe('the one who listens', () => {
  it('does not hear what is filtered out, though a call is full of it', () => {
    const filtered = heardBy.control.filter(isUnheard)
    expect(names(filtered)).toEqual(expect.arrayContaining(['VarSet', 'Newexten', 'HangupHandlerPush']))
    expect(names(filtered.filter(mayHear))).toEqual(
      expect.arrayContaining(['NewConnectedLine', 'QueueMemberStatus']),
    )
    expect(heardBy.listener.filter(isUnheard)).toEqual([])
  })

  it('hears everything else of calls, in the same order, and with it all that a call is made from', () => {
    const promised = heardBy.control.filter((heard) => mayHear(heard) && !isUnheard(heard))
    expect(names(heardBy.listener)).toEqual(names(promised))
    expect(names(heardBy.listener)).toEqual(
      expect.arrayContaining([
        'Newchannel',
        'UserEvent',
        'QueueCallerJoin',
        'DialBegin',
        'DialEnd',
        'AgentConnect',
        'BridgeEnter',
        'Hangup',
      ]),
    )
  })
})

describe('the one who sends', () => {
  it('hears nothing of a call', () => {
    expect(names(heardBy.control)).toContain('AgentConnect')
    expect(heardBy.sender).toEqual([])
  })
})
