import { expect, it } from 'vitest'
import { known, parseCallId, parsePersonId, type CallId } from '#domain/ids.ts'
import { parsePhone } from '#domain/phone.ts'
import type { CallRecord } from '#domain/telephony/call.ts'
import { compareEnds, type CallEnd, type FiledCall } from './call-ends.ts'

const id = (number: number): CallId => known(parseCallId, `1789000000.${number}`)
const elena = known(parsePersonId, 'elena')
const oleg = known(parsePersonId, 'oleg')
const answered: CallEnd = {
  did: known(parsePhone, '+74951200001'),
  number: known(parsePhone, '+79161112233'),
  outcome: 'answered',
  operator: elena,
  hungUpBy: 'patient',
}
const abandoned: CallEnd = { ...answered, outcome: 'abandoned', operator: null, hungUpBy: 'patient' }
const played = new Map([
  [id(1), answered],
  [id(2), abandoned],
])

function filed(call: CallId, end: CallEnd, document = 'card/alpha/one'): FiledCall {
  const times = { startedAt: 1_000, answeredAt: 2_000, endedAt: 3_000 }
  const record: CallRecord = { id: call, direction: 'incoming', ...end, ...times, recording: 'none' }
  return { document, record }
}
const all = [filed(id(1), answered), filed(id(2), abandoned)]
const nothing = { lost: [], doubled: [], wrong: [], neverMade: [] }

it('finds nothing when every call is in every place as it was played', () => {
  expect(compareEnds(played, [all, all.toReversed()])).toEqual(nothing)
})

it('does not take a recording that arrived meanwhile for a difference', () => {
  const kept = all.map(({ document, record }) => ({
    document,
    record: { ...record, recording: 'kept' } as const,
  }))
  expect(compareEnds(played, [all, kept])).toEqual(nothing)
})

it('misses a call that is in one place only', () => {
  expect(compareEnds(played, [all, all.slice(1)])).toEqual({ ...nothing, lost: [id(1)] })
})

it('finds a call that is on two cards, in one place or between two', () => {
  const onTwo = [...all, filed(id(1), answered, 'card/alpha/two')]
  const elsewhere = [filed(id(1), answered, 'card/alpha/two'), filed(id(2), abandoned)]
  expect(compareEnds(played, [onTwo, all])).toEqual({ ...nothing, doubled: [id(1)] })
  expect(compareEnds(played, [all, elsewhere])).toEqual({ ...nothing, doubled: [id(1)] })
})

it('finds two calls whose ends were exchanged, though the totals are right', () => {
  const exchanged = [filed(id(1), abandoned), filed(id(2), answered)]
  expect(compareEnds(played, [exchanged, exchanged])).toEqual({ ...nothing, wrong: [id(1), id(2)] })
})

it.each([
  ['who talked', { ...answered, operator: oleg }],
  ['who hung up', { ...answered, hungUpBy: 'operator' }],
  ['who called', { ...answered, number: null }],
] as const)('finds a call that is wrong about %s', (_, end) => {
  const wrong = [filed(id(1), end), filed(id(2), abandoned)]
  expect(compareEnds(played, [wrong, wrong])).toEqual({ ...nothing, wrong: [id(1)] })
})

it('finds a call that differs between its places', () => {
  const later = all.map(({ document, record }) => ({ document, record: { ...record, endedAt: 4_000 } }))
  expect(compareEnds(played, [all, later]).wrong).toEqual([id(1), id(2)])
})

it('finds a call that nobody made', () => {
  expect(compareEnds(played, [all, [...all, filed(id(3), answered)]])).toEqual({
    ...nothing,
    neverMade: [id(3)],
  })
})
