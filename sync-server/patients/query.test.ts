import fc from 'fast-check'
import { createClient } from '@libsql/client'
import { expect, test } from 'vitest'
import { parsePatientQuery } from './query.ts'

test.each([
  ['', { kind: 'everything' }],
  ['  ', { kind: 'everything' }],
  ['Ив', { kind: 'beginning', text: 'Ив' }],
  ['Ёлк', { kind: 'match', expression: '"елк"' }],
  ['Иванова Анна', { kind: 'match', expression: '"иванова" AND "анна"' }],
  ['+7 916 111', { kind: 'match', expression: '"+7 916 111" OR "7916111"' }],
  ['8 (916) 111', { kind: 'match', expression: '"8 (916) 111" OR "8916111" OR "7916111"' }],
  ['12.05.1992', { kind: 'match', expression: '"12.05.1992" OR "12051992"' }],
])('%s is looked for as %o', (typed, query) => {
  expect(parsePatientQuery(typed)).toEqual(query)
})

test('nothing that is typed is an operator or an error of the query language', async () => {
  const client = createClient({ url: ':memory:' })
  await client.execute(`CREATE VIRTUAL TABLE patient_search USING fts5(text, tokenize = 'trigram')`)
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (typed) => {
      const query = parsePatientQuery(typed)
      if (query.kind !== 'match') return
      await client.execute({
        sql: 'SELECT 1 FROM patient_search WHERE text MATCH ?',
        args: [query.expression],
      })
    }),
    { examples: [['"'], ['NEAR(abc'], ['abc AND'], ['a\u0000bcd'], ['*abc^']] },
  )
  client.close()
})
