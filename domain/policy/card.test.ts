import { describe, expect, it, test } from 'vitest'
import type { Json } from '#domain/documents/shape.ts'
import { judgeCardChange } from './card.ts'
import type { Change, FieldChange } from './change.ts'
import { longestInsertion } from './fields.ts'
import {
  actors,
  call,
  lenient,
  locking,
  whileTalking,
  withCall,
  withoutCall,
  type ActorName,
} from './testing/centre.ts'
import type { RefusalCode } from './verdict.ts'

const slot = `${call}/1`
const appointment = '01JC0000000000000000000009'
const booked = (by: string) => ({ result: 'booked', comment: '', by })
const record = {
  id: call,
  direction: 'incoming',
  did: '+74951200001',
  number: null,
  startedAt: 1,
  answeredAt: null,
  endedAt: 2,
  operator: null,
  outcome: 'abandoned',
  hungUpBy: 'patient',
  recording: 'none',
}

function change(path: string, after: Json | undefined, before?: Json): FieldChange {
  const [root = '', ...key] = path.split('.')
  return { type: 'field', root, key: key.join('.'), before, after }
}
const complaint = (answers: Json | undefined, before?: Json): FieldChange =>
  change(
    `dispositions.${slot}`,
    { result: 'complaint', comment: '', by: 'operator', ...(answers !== undefined && { answers }) },
    before,
  )
const typed = (inserted: string, deleted = 0): Change => ({ type: 'text', root: 'notes', inserted, deleted })

function codeOf(who: ActorName, what: Change, clinic = locking, around = withCall): 'admitted' | RefusalCode {
  const verdict = judgeCardChange(what, clinic, actors[who], around)
  return verdict.admitted ? 'admitted' : verdict.code
}

describe('on a card', () => {
  type Row = [who: ActorName, sentence: string, what: Change, verdict: 'admitted' | RefusalCode]
  const rows: Row[] = [
    ['operator', 'fills in a name', change('profile.givenName', 'Анна'), 'admitted'],
    ['operator', 'takes a name away', change('profile.givenName', undefined, 'Анна'), 'admitted'],
    ['operator', 'types a note', typed('Просит утро'), 'admitted'],
    ['operator', 'adds a phone', change('phones.+79161112233', { label: 'мама' }), 'admitted'],
    ['operator', 'removes a phone', change('phones.+79161112233', undefined, { label: '' }), 'admitted'],
    ['operator', 'books', change(`appointments.${appointment}/at`, '2026-01-09T10:00:00+03:00'), 'admitted'],
    ['operator', 'sets the first priority', change('profile.priority', 'high'), 'admitted'],
    ['operator', 'changes the priority', change('profile.priority', 'low', 'high'), 'priority-locked'],
    ['operator', 'clears the priority', change('profile.priority', undefined, 'high'), 'priority-locked'],
    ['supervisor', 'changes the priority', change('profile.priority', 'low', 'high'), 'admitted'],

    ['operator', 'sets a result', change(`dispositions.${slot}`, booked('operator')), 'admitted'],
    ['operator', 'sets it as another', change(`dispositions.${slot}`, booked('supervisor')), 'not-your-name'],
    ['supervisor', 'sets it as another', change(`dispositions.${slot}`, booked('operator')), 'not-your-name'],
    [
      'operator',
      'changes their own result',
      change(`dispositions.${slot}`, { ...booked('operator'), comment: 'x' }, booked('operator')),
      'disposition-locked',
    ],
    [
      'operator',
      'removes a result',
      change(`dispositions.${slot}`, undefined, booked('operator')),
      'disposition-locked',
    ],
    [
      'team-leader',
      'changes a result',
      change(`dispositions.${slot}`, booked('team-leader'), booked('operator')),
      'disposition-locked',
    ],
    [
      'supervisor',
      'changes a result',
      change(`dispositions.${slot}`, booked('supervisor'), booked('operator')),
      'admitted',
    ],
    ['director', 'removes a result', change(`dispositions.${slot}`, undefined, booked('x')), 'admitted'],
    [
      'operator',
      'sets a result not in the list',
      change(`dispositions.${slot}`, { ...booked('operator'), result: 'gone' }),
      'unknown-result',
    ],
    [
      'operator',
      'sets a result called constructor',
      change(`dispositions.${slot}`, { ...booked('operator'), result: 'constructor' }),
      'unknown-result',
    ],
    ['operator', 'sets a result of no call', change('dispositions.1', booked('operator')), 'unknown-call'],
    ['operator', 'sets a tenth topic', change(`dispositions.${call}/10`, booked('operator')), 'unknown-call'],
    [
      'operator',
      'adds a field to a result',
      change(`dispositions.${slot}`, { ...booked('operator'), at: 1 }),
      'bad-value',
    ],

    ['operator', 'answers a form', complaint({ about: 'price', whom: 'Ким А. В.' }), 'admitted'],
    ['operator', 'leaves a question open', complaint({ about: 'price' }), 'admitted'],
    ['operator', 'leaves out what is required', complaint({ whom: 'Ким А. В.' }), 'unanswered'],
    ['operator', 'answers nothing', complaint(undefined), 'unanswered'],
    ['import', 'brings a complaint of before there were forms', complaint(undefined), 'admitted'],
    ['operator', 'answers with no option', complaint({ about: 'weather' }), 'bad-value'],
    ['import', 'answers with no option', complaint({ about: 'weather' }), 'bad-value'],
    ['operator', 'answers what nobody asked', complaint({ about: 'price', sum: 100 }), 'bad-value'],
    ['operator', 'answers with an object', complaint({ about: { id: 'price' } }), 'bad-value'],
    [
      'operator',
      'answers a form of another topic',
      change(`dispositions.${slot}`, { ...booked('operator'), answers: { about: 'price' } }),
      'bad-value',
    ],
    [
      'operator',
      'changes an answer',
      complaint({ about: 'price' }, { ...booked('operator'), result: 'complaint' }),
      'disposition-locked',
    ],

    [
      'operator',
      'asks for a priority',
      change('requests.operator/profile/priority', { value: 'low' }),
      'admitted',
    ],
    [
      'operator',
      'asks for a field to be emptied',
      change('requests.operator/profile/priority', {}),
      'admitted',
    ],
    [
      'operator',
      'asks in the name of another',
      change('requests.supervisor/profile/priority', { value: 'low' }),
      'not-your-name',
    ],
    [
      'operator',
      'asks for a call',
      change(`requests.operator/calls/${call}`, { value: 'x' }),
      'unknown-field',
    ],
    [
      'operator',
      'asks for a book',
      change('requests.operator/profile/source', { value: 'x'.repeat(5_000) }),
      'bad-value',
    ],
    [
      'operator',
      'takes their own request away',
      change('requests.operator/profile/priority', undefined, { value: 'low' }),
      'admitted',
    ],
    [
      'operator',
      'takes the request of another away',
      change('requests.team-leader/profile/priority', undefined, { value: 'low' }),
      'not-your-name',
    ],
    [
      'supervisor',
      'takes a request away',
      change('requests.operator/profile/priority', undefined, { value: 'low' }),
      'admitted',
    ],
    ['filing', 'asks', change('requests.operator/profile/priority', { value: 'low' }), 'not-allowed'],

    ['operator', 'writes a call', change(`calls.${call}`, record), 'not-yours'],
    ['administrator', 'writes a call', change(`calls.${call}`, record), 'not-yours'],
    ['administrator', 'removes a call', change(`calls.${call}`, undefined, record), 'not-yours'],
    ['filing', 'writes a call', change(`calls.${call}`, record), 'admitted'],
    ['filing', 'removes a call', change(`calls.${call}`, undefined, record), 'not-allowed'],
    ['filing', 'writes a call under another key', change('calls.1789000000.43', record), 'bad-value'],
    ['filing', 'writes half a call', change(`calls.${call}`, { id: call }), 'bad-value'],
    ['import', 'fills in a name', change('profile.givenName', 'Анна'), 'admitted'],
    ['bridge', 'writes a call', change(`calls.${call}`, record), 'not-yours'],
    ['bridge', 'types a note', typed('x'), 'not-yours'],

    ['stranger', 'fills in a name', change('profile.givenName', 'Анна'), 'no-access'],
    ['client-rep', 'fills in a name', change('profile.givenName', 'Анна'), 'read-only-role'],
    ['client-rep', 'types a note', typed('x'), 'read-only-role'],
    ['client-rep', 'types what is gone at once', typed(''), 'read-only-role'],
    ['quality-controller', 'types a note', typed('x'), 'read-only-role'],
    ['accountant', 'types a note', typed('x'), 'read-only-role'],
    ['satisfaction', 'types a note', typed('x'), 'admitted'],

    ['operator', 'pastes a book', typed('x'.repeat(longestInsertion + 1)), 'too-long'],
    ['operator', 'removes a book', typed('', longestInsertion * 10), 'admitted'],
    ['operator', 'makes a field up', change('profile.nickname', 'x'), 'unknown-field'],
    ['operator', 'makes a root up', change('secrets.x', 'x'), 'unknown-field'],
    ['operator', 'writes a phone that is none', change('phones.89161112233', { label: '' }), 'bad-value'],
    [
      'operator',
      'writes an appointment field',
      change(`appointments.${appointment}/price`, '1'),
      'unknown-field',
    ],
    ['operator', 'nests below a field', change(`appointments.${appointment}/at/x`, '1'), 'unknown-field'],
  ]
  test.each(rows)('%s %s', (who, _sentence, what, verdict) => {
    expect(codeOf(who, what)).toBe(verdict)
  })

  it('locks nothing at a clinic that locks nothing', () => {
    const again = change(`dispositions.${slot}`, booked('operator'), booked('supervisor'))
    expect(codeOf('operator', again, lenient)).toBe('admitted')
    expect(codeOf('operator', change('profile.priority', 'low', 'high'), lenient)).toBe('admitted')
  })

  it('takes a result while the call goes on, and after it has been filed, but not for a call from nowhere', () => {
    const result = change(`dispositions.${slot}`, booked('operator'))
    expect(codeOf('operator', result, locking, whileTalking)).toBe('admitted')
    expect(codeOf('operator', result, locking, withCall)).toBe('admitted')
    expect(codeOf('operator', result, locking, withoutCall)).toBe('unknown-call')
    expect(
      codeOf('supervisor', change(`dispositions.${slot}`, booked('supervisor')), locking, withoutCall),
    ).toBe('unknown-call')
  })

  it('judges a write that loses its race like any other', () => {
    const lost = { ...change(`dispositions.${slot}`, booked('operator'), booked('x')), lost: true as const }
    expect(codeOf('operator', lost)).toBe('disposition-locked')
  })

  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', '']) {
    for (const root of ['profile', 'phones', 'calls', 'dispositions', 'appointments', name]) {
      it(`refuses ${root || "''"} → ${name || "''"}`, () => {
        expect(codeOf('supervisor', change(`${root}.${name}`, 'x'))).not.toBe('admitted')
        expect(codeOf('filing', change(`${root}.${name}`, 'x'))).not.toBe('admitted')
      })
    }
  }
})

describe('a field takes', () => {
  const takes: [field: string, right: Json[], wrong: Json[]][] = [
    ['profile.familyName', ['', 'Ёлкина-Смит'], ['x'.repeat(101), 1, null, ['x'], {}]],
    [
      'profile.birthDate',
      ['1992-05-12', '2024-02-29'],
      ['12.05.1992', '1992-13-01', '2023-02-29', '2024-02-30', ''],
    ],
    ['profile.sex', ['female', 'male'], ['f', '']],
    ['profile.relation', ['self', 'mother'], ['boss']],
    ['profile.tags', [[], ['vip']], ['vip', [1], [['x']], Array(21).fill('x')]],
    ['profile.priority', ['low', 'normal', 'high'], ['urgent', 1]],
    ['profile.pin', ['anna'], ['', 'a b', '../x']],
    [
      'profile.callbackAt',
      ['2026-01-09T10:00:00+03:00', '2026-01-09T07:00:00.000Z'],
      [
        '2026-01-09',
        'tomorrow',
        '2026-99-09T10:00:00Z',
        '2026-02-30T10:00:00Z',
        `2026-01-09T${'0'.repeat(99)}`,
      ],
    ],
    [
      'phones.+79161112233',
      [{ label: '' }],
      ['', {}, { label: 1 }, { label: '', x: 1 }, { label: 'x'.repeat(61) }],
    ],
    [`appointments.${appointment}/status`, ['booked', 'no-show'], ['maybe', '']],
    [`appointments.${appointment}/at`, ['2026-01-09T10:00:00+03:00'], ['10:00']],
    [
      `calls.${call}`,
      [
        record,
        { ...record, answeredAt: 2, operator: 'anna', outcome: 'answered', recording: 'kept' },
        { ...record, recording: 'lost' },
      ],
      [
        { ...record, did: '101' },
        { ...record, startedAt: -1 },
        { ...record, startedAt: 1.5 },
        { ...record, endedAt: null },
        { ...record, outcome: 'ok' },
        { ...record, recording: 'gone' },
        { ...record, secret: 1 },
      ],
    ],
  ]
  for (const [field, right, wrong] of takes) {
    const actor = field.startsWith('calls') ? 'filing' : 'supervisor'
    test.each(right.map((value) => [value]))(`${field}: %j`, (value) => {
      expect(codeOf(actor, change(field, value))).toBe('admitted')
    })
    test.each(wrong.map((value) => [value]))(`${field}: not %j`, (value) => {
      expect(codeOf(actor, change(field, value))).toBe('bad-value')
    })
  }
})
