import { expect, test } from 'vitest'
import { en } from './en.ts'
import { initials, shortName } from './names.ts'
import { pluralIn } from './plural.ts'
import { ru } from './ru.ts'

/** Every leaf of a dictionary, functions tried with numbers of each grammatical kind. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [1, 2, 5].map((sample) => [path, String(value(sample, sample))])
  return Object.entries(value ?? {}).flatMap(([key, inner]) => texts(inner, `${path}.${key}`))
}

test.each([
  ['Russian', ru],
  ['English', en],
])('every text in %s says something', (_language, dictionary) => {
  const broken = texts(dictionary).filter(
    ([, text]) => text.trim() === '' || /undefined|NaN|\[object/.test(text),
  )
  expect(broken).toEqual([])
})

test('English has no Russian left in it, but for the names of the language itself', () => {
  const russian = texts(en).filter(([path, text]) => /[а-яё]/i.test(text) && !path.endsWith('russian'))
  expect(russian).toEqual([])
})

test('Russian agrees with its numbers', () => {
  const calls = [1, 2, 5, 11, 21].map((count) =>
    pluralIn('ru')(count, { one: '# звонок', few: '# звонка', other: '# звонков' }),
  )
  expect(calls).toEqual(['1 звонок', '2 звонка', '5 звонков', '11 звонков', '21 звонок'])
})

test('people are called briefly', () => {
  expect(shortName('Елена Соколова')).toBe('Е. Соколова')
  expect(initials('Елена Соколова')).toBe('ЕС')
})
