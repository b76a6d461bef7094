import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LineCall } from '#domain/telephony/call.ts'
import type { Observation } from '#domain/telephony/observation.ts'
import { track } from '#domain/telephony/track.ts'
import { callsOf, directory, readSession, sessionNames } from './testing/session.ts'

type Expected = { [Fact in keyof LineCall]?: LineCall[Fact] | string }

/** What the calls of each recorded session come to: `asterisk/sessions/<name>.ami`. */
const lives: Readonly<Record<string, readonly Expected[]>> = {
  'answered-patient-hangs-up': [
    { outcome: 'answered', operator: 'elena', hungUpBy: 'patient', recorded: true },
  ],
  'answered-operator-hangs-up': [
    { outcome: 'answered', operator: 'elena', hungUpBy: 'operator', recorded: true },
  ],
  'answered-elsewhere': [{ outcome: 'answered', operator: 'oleg', hungUpBy: 'patient' }],
  'refused-by-operator': [{ outcome: 'answered', operator: 'elena', hungUpBy: 'patient' }],
  'operator-comes-while-waiting': [{ outcome: 'answered', operator: 'oleg', did: '+74951200002' }],
  'picked-up-patient-hangs-up': [
    { outcome: 'answered', operator: 'elena', hungUpBy: 'patient', recorded: true },
  ],
  'picked-up-operator-hangs-up': [{ outcome: 'answered', operator: 'elena', hungUpBy: 'operator' }],
  'picked-up-by-nobody': [{ outcome: 'abandoned', operator: null, answeredAt: null }],
  'hidden-number': [{ outcome: 'answered', number: null, recorded: true }],
  'forged-event': [{ outcome: 'answered', number: null, operator: 'elena' }],
  'forged-header': [{ outcome: 'answered', number: null, operator: 'elena' }],
  'abandoned-while-ringing': [
    { outcome: 'abandoned', operator: null, answeredAt: null, hungUpBy: 'patient', number: '+79161112233' },
  ],
  'abandoned-nobody-there': [{ outcome: 'abandoned', operator: null, recorded: false }],
  'queue-timeout': [{ outcome: 'timeout', clinic: 'beta', hungUpBy: null }],
  'two-calls-at-once': [
    { outcome: 'answered', clinic: 'alpha', operator: 'oleg', hungUpBy: 'patient' },
    { outcome: 'answered', clinic: 'beta', operator: 'maria', hungUpBy: 'operator' },
  ],
  'outgoing-patient-hangs-up': [
    { direction: 'outgoing', outcome: 'answered', operator: 'elena', hungUpBy: 'patient', recorded: true },
  ],
  'outgoing-operator-hangs-up': [
    {
      direction: 'outgoing',
      outcome: 'answered',
      operator: 'elena',
      hungUpBy: 'operator',
      did: '+74951200001',
    },
  ],
  'outgoing-busy': [{ direction: 'outgoing', outcome: 'busy', operator: 'elena', answeredAt: null }],
  'outgoing-failed': [{ direction: 'outgoing', outcome: 'failed', answeredAt: null }],
  'outgoing-no-answer': [{ direction: 'outgoing', outcome: 'no-answer', number: '+79161112233' }],
  'outgoing-operator-absent': [],
}

function callsAfter(name: string, observations: readonly Observation[]): (LineCall | undefined)[] {
  const { calls } = track(new Map(), observations, directory)
  return callsOf(readSession(name)).map((id) => calls.get(id)?.call)
}

it('every recorded session has an expectation', () => {
  expect(sessionNames().toSorted()).toEqual(Object.keys(lives).toSorted())
})

describe.each(Object.entries(lives))('%s', (name, expected) => {
  const session = readSession(name)
  const { events, journal } = session
  const whole = [...events, ...journal]

  it('comes to what was done on the telephones', () => {
    const ended = expected.map((call) => ({ state: 'ended', ringing: [], ...call }))
    expect(callsAfter(name, whole)).toMatchObject(ended)
  })

  it('comes to the same from the live events alone', () => {
    expect(callsAfter(name, events)).toEqual(callsAfter(name, whole))
  })

  it('comes to the same outcome from the journal alone', () => {
    const facts = callsAfter(name, whole).map((call) => ({
      state: 'ended',
      outcome: call?.outcome,
      operator: call?.operator,
      number: call?.number,
      did: call?.did,
    }))
    expect(callsAfter(name, journal)).toMatchObject(facts)
  })

  it('comes to the same in whatever order it is heard, one at a time', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(whole, { minLength: whole.length }), (shuffled) => {
        let { calls } = track(new Map(), [], directory)
        for (const observation of shuffled) calls = track(calls, [observation], directory).calls
        expect(callsOf(session).map((id) => calls.get(id)?.call)).toEqual(callsAfter(name, whole))
      }),
      { numRuns: 30 },
    )
  })

  it('does not end before the leg that the call began with', () => {
    for (const [place, id] of callsOf(session).entries()) {
      const end = events.findIndex((one) => one.type === 'hung-up' && one.channel === id)
      const states = events
        .slice(0, end)
        .map((_, index) => callsAfter(name, events.slice(0, index + 1))[place]?.state)
      expect(states).not.toContain('ended')
    }
  })
})
