import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lineName } from '#domain/documents/names.ts'
import { known, parseCallId, parseClinicId, parsePersonId, type CallId, type ClinicId } from '#domain/ids.ts'
import type { Person } from '#domain/people/person.ts'
import { parsePhone } from '#domain/phone.ts'
import type { LineCall } from '#domain/telephony/call.ts'
import { actors, openCentre, until, type Centre } from './admission/testing/open-centre.ts'
import type { Command, SendCommand } from './api/commands.ts'
import { commandSender } from './commands.ts'

const alpha = known(parseClinicId, 'alpha')
const beta = known(parseClinicId, 'beta')
const id = (text: string) => known(parseCallId, text)
const number = parsePhone('+74951200001')

const calls = [
  { id: id('1.1'), clinic: alpha, state: 'waiting', operator: null },
  { id: id('1.2'), clinic: alpha, state: 'talking', operator: known(parsePersonId, 'anna') },
  { id: id('2.1'), clinic: beta, state: 'talking', operator: known(parsePersonId, 'vera') },
] as const

function onLine({ state, operator, ...of }: (typeof calls)[number]): LineCall {
  if (!number) throw new Error('not a number')
  const talk = { answeredAt: operator && 2, operator, ringing: [], recorded: false }
  const open = { endedAt: null, outcome: null, hungUpBy: null }
  return { ...of, ...talk, ...open, state, direction: 'incoming', did: number, number: null, startedAt: 1 }
}

let centre: Centre
let send: SendCommand
/** What has reached the exchange: `hangup 1.1`. */
const obeyed: string[] = []

/** The bridge on one clinic's line; it does all that it is told. */
async function bridgeOn(clinic: ClinicId): Promise<void> {
  const bridge = centre.join('bridge', lineName(clinic))
  bridge.provider.on('stateless', ({ payload }: { payload: string }) => {
    const told = JSON.parse(payload) as { type: string; id: string; command: string; call: string }
    if (told.type !== 'command') return
    obeyed.push(`${told.command} ${told.call}`)
    bridge.provider.sendStateless(JSON.stringify({ type: 'command-result', id: told.id, done: true }))
  })
  for (const call of calls.filter((one) => one.clinic === clinic)) {
    bridge.replica.act([{ kind: 'set', root: 'calls', key: call.id, value: { ...onLine(call) } }])
  }
  await until(bridge.replica, () => bridge.replica.pending === 0)
}

beforeAll(async () => {
  centre = await openCentre()
  send = commandSender(centre.door)
  await bridgeOn(alpha)
  await bridgeOn(beta)
})
afterAll(() => centre.close())

const ask = (person: Person, command: Command['command'], clinic: ClinicId, call: CallId) =>
  send({ person, command, clinic, call, extension: '101' })

describe('a command', () => {
  it('about a call on the clinic’s line reaches the exchange', async () => {
    expect(await ask(actors.boris, 'answer', alpha, id('1.1'))).toEqual({ done: true })
    expect(obeyed).toContain('answer 1.1')
  })

  it('about another clinic’s call is refused, whichever line it is sent by', async () => {
    for (const command of ['answer', 'hangup'] as const) {
      expect(await ask(actors.anna, command, alpha, id('2.1'))).toEqual({ done: false, code: 'call-gone' })
    }
    expect(obeyed.filter((told) => told.endsWith('2.1'))).toEqual([])
  })

  it('to hang up is for whoever talks, and for those who lead', async () => {
    const notYours = { done: false, code: 'not-your-call' }
    expect(await ask(actors.boris, 'hangup', alpha, id('1.2'))).toEqual(notYours)
    expect(await ask(actors.boris, 'hangup', alpha, id('1.1'))).toEqual(notYours)
    expect(obeyed.filter((told) => told.startsWith('hangup'))).toEqual([])
    expect(await ask(actors.anna, 'hangup', alpha, id('1.2'))).toEqual({ done: true })
    expect(await ask(actors.supervisor, 'hangup', beta, id('2.1'))).toEqual({ done: true })
  })
})
