import { describe, expect, it, test } from 'vitest'
import type { Json } from '#domain/documents/shape.ts'
import type { Change } from './change.ts'
import { judge } from './judge.ts'
import {
  actors,
  alpha,
  beta,
  call,
  locking,
  patient,
  withCall,
  withoutCall,
  type ActorName,
} from './testing/centre.ts'
import type { RefusalCode } from './verdict.ts'

const ringing = {
  id: call,
  clinic: 'alpha',
  direction: 'incoming',
  state: 'ringing',
  did: '+74951200001',
  number: '+79161112233',
  startedAt: 1,
  ringing: ['anna'],
  answeredAt: null,
  endedAt: null,
  operator: null,
  outcome: null,
  hungUpBy: null,
  recorded: false,
}
const matches = {
  known: [{ patient, name: 'Иванова Анна', birthDate: '' }],
  region: { ru: 'Казань', en: 'Kazan' },
}

const change = (root: string, key: string, after: Json | undefined, before?: Json): Change => ({
  type: 'field',
  root,
  key,
  before,
  after,
})

function codeOf(who: ActorName, what: Change, around = withCall): 'admitted' | RefusalCode {
  const clinicOf = (id: typeof alpha) => (id === alpha ? locking : undefined)
  const verdict = judge({ kind: 'line', clinic: alpha }, [what], actors[who], clinicOf, around)
  return verdict.admitted ? 'admitted' : verdict.code
}

describe('on a line', () => {
  type Row = [who: ActorName, sentence: string, what: Change, verdict: 'admitted' | RefusalCode]
  const rows: Row[] = [
    ['bridge', 'writes a call', change('calls', call, ringing), 'admitted'],
    ['bridge', 'removes a call', change('calls', call, undefined, ringing), 'not-yours'],
    [
      'bridge',
      "writes another clinic's call",
      change('calls', call, { ...ringing, clinic: 'beta' }),
      'bad-value',
    ],
    ['bridge', 'writes a call under another key', change('calls', '1789000000.43', ringing), 'bad-value'],
    ['bridge', 'writes half a call', change('calls', call, { id: call }), 'bad-value'],
    [
      'bridge',
      'says how the PBX is',
      change('pbx', 'state', { state: 'connected', training: false }),
      'admitted',
    ],
    [
      'bridge',
      'says it elsewhere',
      change('pbx', 'mood', { state: 'connected', training: false }),
      'bad-value',
    ],
    ['bridge', 'takes the state away', change('pbx', 'state', undefined), 'bad-value'],
    ['bridge', 'says who calls', change('matches', call, matches), 'not-yours'],
    ['bridge', 'chooses the patient', change('patients', call, patient), 'not-yours'],

    ['filing', 'says who calls', change('matches', call, matches), 'admitted'],
    [
      'filing',
      'says it wrongly',
      change('matches', call, { ...matches, known: [{ patient: 'x' }] }),
      'bad-value',
    ],
    [
      'filing',
      'says where from in one language',
      change('matches', call, { ...matches, region: 'Казань' }),
      'bad-value',
    ],
    ['filing', 'chooses the patient', change('patients', call, patient), 'admitted'],
    ['filing', 'takes a call off', change('calls', call, undefined, ringing), 'admitted'],
    ['filing', 'takes the matches off', change('matches', call, undefined, matches), 'admitted'],
    ['filing', 'takes the choice off', change('patients', call, undefined, patient), 'admitted'],
    ['filing', 'writes a call', change('calls', call, ringing), 'not-yours'],
    [
      'filing',
      'says how the PBX is',
      change('pbx', 'state', { state: 'connected', training: false }),
      'not-yours',
    ],
    ['import', 'writes a call', change('calls', call, ringing), 'not-yours'],
    ['import', 'chooses the patient', change('patients', call, patient), 'not-yours'],

    ['operator', 'chooses the patient', change('patients', call, patient), 'admitted'],
    ['operator', 'chooses nobody', change('patients', call, undefined, patient), 'bad-value'],
    ['operator', 'chooses a word', change('patients', call, 'anna'), 'bad-value'],
    ['operator', 'chooses for no call', change('patients', '../x', patient), 'unknown-call'],
    ['operator', 'writes a call', change('calls', call, ringing), 'not-yours'],
    ['supervisor', 'removes a call', change('calls', call, undefined, ringing), 'not-yours'],
    ['administrator', 'says who calls', change('matches', call, matches), 'not-yours'],
    [
      'administrator',
      'says how the PBX is',
      change('pbx', 'state', { state: 'connected', training: true }),
      'not-yours',
    ],
    ['operator', 'makes a root up', change('secrets', call, 1), 'unknown-field'],
    ['operator', 'types', { type: 'text', root: 'notes', inserted: 'x', deleted: 0 }, 'unknown-field'],

    ['stranger', 'chooses the patient', change('patients', call, patient), 'no-access'],
    ['satisfaction', 'chooses the patient', change('patients', call, patient), 'no-access'],
    ['client-rep', 'chooses the patient', change('patients', call, patient), 'no-access'],
  ]
  test.each(rows)('%s %s', (who, _sentence, what, verdict) => {
    expect(codeOf(who, what)).toBe(verdict)
  })

  for (const key of ['constructor', '__proto__', 'toString', '']) {
    for (const root of ['pbx', 'calls', 'matches', 'patients']) {
      it(`refuses ${root} → ${key || "''"} with anything that is not a call's own`, () => {
        for (const who of ['bridge', 'filing', 'operator'] as const) {
          expect(codeOf(who, change(root, key, 'x'))).not.toBe('admitted')
        }
      })
    }
  }

  it('lets nobody choose the patient of a call that is not on it', () => {
    expect(codeOf('operator', change('patients', call, patient), withoutCall)).toBe('call-over')
    expect(codeOf('supervisor', change('patients', call, patient), withoutCall)).toBe('call-over')
  })

  it('is refused where the clinic is gone', () => {
    const verdict = judge(
      { kind: 'line', clinic: beta },
      [change('patients', call, patient)],
      actors.stranger,
      () => undefined,
      withCall,
    )
    expect(verdict).toMatchObject({ admitted: false, code: 'no-access' })
  })
})
