import { describe, expect, test } from 'vitest'
import { answersFit, parseSum, unanswered, type Answers, type Form } from './topic-form.ts'

const label = { ru: 'о', en: 'o' }
const form: Form = [
  { id: 'about', kind: 'choice', label, required: true, options: [{ id: 'doctor', label }] },
  { id: 'whom', kind: 'doctor', label, required: false },
  { id: 'sum', kind: 'sum', label, required: true },
  { id: 'words', kind: 'text', label, required: false },
]

describe('answers fit a form', () => {
  test.each<[string, Answers]>([
    ['none', {}],
    ['one of the options', { about: 'doctor' }],
    ['somebody who is no doctor of the clinic', { whom: 'Массажист' }],
    ['kopecks', { sum: 1_250_050 }],
    ['nothing to pay', { sum: 0 }],
  ])('%s', (_what, answers) => expect(answersFit(form, answers)).toBe(true))
  test.each<[string, Answers]>([
    ['a question that is not asked', { age: '7' }],
    ['a name that every object has', { constructor: 'x' }],
    ['another option', { about: 'price' }],
    ['a number for an option', { about: 0 }],
    ['an empty name', { whom: ' ' }],
    ['a text without end', { words: 'x'.repeat(501) }],
    ['a sum as text', { sum: '100' }],
    ['less than nothing', { sum: -1 }],
    ['half a kopeck', { sum: 0.5 }],
    ['a sum without end', { sum: Number.MAX_SAFE_INTEGER }],
  ])('not: %s', (_what, answers) => expect(answersFit(form, answers)).toBe(false))
})

test('what must be answered is named until it is', () => {
  const names = (answers: Answers) => unanswered(form, answers).map(({ id }) => id)
  expect(names({})).toEqual(['about', 'sum'])
  expect(names({ about: 'doctor' })).toEqual(['sum'])
  expect(names({ about: 'doctor', sum: 0 })).toEqual([])
})

test.each([
  ['12500', 1_250_000],
  ['12 500', 1_250_000],
  ['12\u00a0500,50 ₽', 1_250_050],
  ['0.5', 50],
  ['990 руб.', 99_000],
  ['', undefined],
  ['дорого', undefined],
  ['-5', undefined],
  ['₽1,234', 123_400],
  ['1,234.5', 123_450],
  ['12,34,567', undefined],
  ['12.5.1', undefined],
  ['999999999', undefined],
])('%j is read as %j', (typed, sum) => expect(parseSum(typed)).toBe(sum))
