import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LineCall } from '#domain/telephony/call.ts'
import type { Observation } from '#domain/telephony/observation.ts'
import { track } from '#domain/telephony/track.ts'
import { callOf, directory, readSession, sessionNames } from './testing/session.ts'

/** What each recorded session comes to: `asterisk/sessions/<name>.ami`. */
const lives: Readonly<Record<string, { [Fact in keyof LineCall]?: LineCall[Fact] | string }>> = {
  'answered-patient-hangs-up': {
    outcome: 'answered',
    operator: 'elena',
    hungUpBy: 'patient',
    recorded: true,
  },
  'answered-operator-hangs-up': {
    outcome: 'answered',
    operator: 'elena',
    hungUpBy: 'operator',
    recorded: true,
  },
  'answered-elsewhere': { outcome: 'answered', operator: 'oleg', hungUpBy: 'patient' },
  'refused-by-operator': { outcome: 'answered', operator: 'elena', hungUpBy: 'patient' },
  'operator-comes-while-waiting': {
    outcome: 'answered',
    operator: 'oleg',
    hungUpBy: 'operator',
    did: '+74951200002',
  },
  'hidden-number': { outcome: 'answered', number: null, recorded: true },
  'abandoned-while-ringing': { outcome: 'abandoned', operator: null, answeredAt: null, hungUpBy: 'patient' },
  'abandoned-nobody-there': { outcome: 'abandoned', operator: null, recorded: false },
  'queue-timeout': { outcome: 'timeout', clinic: 'beta', hungUpBy: null },
}

function callAfter(name: string, observations: readonly Observation[]): LineCall | undefined {
  return track(new Map(), observations, directory).calls.get(callOf(readSession(name)))?.call
}

it('every recorded session has an expectation', () => {
  expect(sessionNames().toSorted()).toEqual(Object.keys(lives).toSorted())
})

describe.each(Object.entries(lives))('%s', (name, expected) => {
  const { events, journal } = readSession(name)
  const whole = [...events, ...journal]

  it('comes to what was done on the telephones', () => {
    expect(callAfter(name, whole)).toMatchObject({ state: 'ended', ringing: [], ...expected })
  })

  it('comes to the same from the live events alone', () => {
    expect(callAfter(name, events)).toEqual(callAfter(name, whole))
  })

  it('comes to the same outcome from the journal alone', () => {
    const { outcome, operator, number, did } = callAfter(name, whole) ?? {}
    expect(callAfter(name, journal)).toMatchObject({ state: 'ended', outcome, operator, number, did })
  })

  it('comes to the same in whatever order it is heard, one at a time', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(whole, { minLength: whole.length }), (shuffled) => {
        let calls = track(new Map(), [], directory).calls
        for (const observation of shuffled) calls = track(calls, [observation], directory).calls
        expect(calls.get(callOf({ events, journal }))?.call).toEqual(callAfter(name, whole))
      }),
      { numRuns: 40 },
    )
  })

  it('does not end before the patient’s leg does', () => {
    const end = events.findIndex((one) => one.type === 'hung-up' && one.channel === one.call)
    const states = events.slice(0, end).map((_, index) => callAfter(name, events.slice(0, index + 1))?.state)
    expect(states).not.toContain('ended')
  })
})
