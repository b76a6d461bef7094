import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { known, parseCallId, parseClinicId } from '#domain/ids.ts'
import type { Change, FieldChange } from '#domain/policy/change.ts'
import { parsePhone } from '#domain/phone.ts'
import { patientFinder } from '#sync-server/patients/find.ts'
import { openStore, type Store } from '#sync-server/store/open.ts'
import { openLookup } from './lookup.ts'
import { ReadModel } from './read-model.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })

const patients = ['01JC0000000000000000000001', '01JC0000000000000000000002']
const [anna = '', boris = ''] = patients.map((patient) => `card/alpha/${patient}`)
const stranger = 'card/beta/01JC0000000000000000000001'
const call = '1789000000.42'
const alpha = known(parseClinicId, 'alpha')

let folder: string
let path: string
let store: Store
let readModel: ReadModel
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
  path = join(folder, 'kartoteka.db')
  store = await openStore({ url: pathToFileURL(path).href })
  readModel = new ReadModel(path)
})
afterEach(() => {
  readModel.close()
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

function inDatabase<Result>(work: (database: Database.Database) => Result): Result {
  const database = new Database(path, { timeout: 5000 })
  try {
    return work(database)
  } finally {
    database.close()
  }
}

/** Rows as admission writes them. */
function append(entries: readonly { document: string; changes: readonly Change[]; at?: number }[]): void {
  inDatabase((database) => {
    const insert = database.prepare(
      `INSERT INTO ledger (document, sequence, previous, actor, client, at, "update", changes)
       SELECT ?1, coalesce(max(sequence), 0) + 1, coalesce(max(id), 0), 'anna', 1, ?2, x'', ?3
       FROM ledger WHERE document = ?1`,
    )
    for (const { document, changes, at = 1 } of entries) insert.run(document, at, JSON.stringify(changes))
  })
}
const set = (path: string, after?: FieldChange['after']): FieldChange => {
  const [root = '', ...key] = path.split('.')
  return { type: 'field', root, key: key.join('.'), before: undefined, after }
}
function takeInAll() {
  while (readModel.takeIn() === 'more') continue
}

const tables = ['patients', 'phones', 'calls', 'dispositions', 'appointments']
const everything = (): Record<string, unknown[]> =>
  inDatabase((database) => ({
    ...Object.fromEntries(
      [...tables, 'read_model_position'].map((table) => [
        table,
        database.prepare(`SELECT * FROM ${table} ORDER BY rowid`).all(),
      ]),
    ),
    patient_search: database.prepare('SELECT rowid, text FROM patient_search ORDER BY rowid').all(),
  }))

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

describe('the read model', () => {
  const path = fc.constantFrom(
    'profile.familyName',
    'profile.givenName',
    'profile.birthDate',
    'profile.source',
    'phones.+79161112233',
    'phones.+78432000001',
    `calls.${call}`,
    `dispositions.${call}/1`,
    `dispositions.${call}/2`,
    'appointments.01JC0000000000000000000009/at',
    'appointments.01JC0000000000000000000009/status',
  )
  const value = (at: string, text: string): FieldChange['after'] => {
    if (at.startsWith('phones')) return { label: text }
    if (at.startsWith('calls')) return { ...record, recording: text }
    if (at.startsWith('dispositions')) return { result: text, comment: '', by: 'anna' }
    return text
  }
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc
      .tuple(path, fc.constantFrom('Иванова', 'Smith', '2000-01-02', ''), fc.nat(5))
      .map(([at, text, dice]) => ({
        ...set(at, dice === 0 ? undefined : value(at, text)),
        ...(dice === 1 && { lost: true as const }),
      })),
    fc.constant({ type: 'text' as const, root: 'notes', inserted: 'x', deleted: 0 }),
  )
  const entry = fc.record({
    document: fc.constantFrom(anna, boris, stranger, 'line/alpha', 'nothing'),
    changes: fc.array(change, { maxLength: 3 }),
    at: fc.nat(200_000),
  })

  it('is the same whether it followed, was made anew, or was cut off and went on', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 25 }), fc.nat(24), (entries, cut) => {
        inDatabase((database) => database.exec('DELETE FROM ledger'))
        readModel.reset()
        for (const one of entries) {
          append([one])
          takeInAll()
        }
        const followed = everything()
        readModel.reset()
        takeInAll()
        expect(everything()).toEqual(followed)

        inDatabase((database) => {
          const last = database.prepare('SELECT id FROM ledger ORDER BY id LIMIT 1 OFFSET ?').get(cut) as
            | { id: number }
            | undefined
          readModel.reset()
          if (last)
            database.exec(`CREATE TRIGGER crash BEFORE INSERT ON read_model_position
            WHEN new.ledger_id >= ${last.id} BEGIN SELECT RAISE(ABORT, 'cut off'); END`)
        })
        try {
          takeInAll()
        } catch (error) {
          expect(String(error)).toContain('cut off')
        }
        inDatabase((database) => database.exec('DROP TRIGGER IF EXISTS crash'))
        takeInAll()
        expect(everything()).toEqual(followed)
      }),
      { numRuns: 40 },
    )
  })

  it('keeps nothing of a step that was cut off', () => {
    append([{ document: anna, changes: [set('profile.familyName', 'Иванова')] }])
    inDatabase((database) =>
      database.exec(`CREATE TRIGGER crash BEFORE INSERT ON read_model_position
        BEGIN SELECT RAISE(ABORT, 'cut off'); END`),
    )
    expect(() => readModel.takeIn()).toThrow('cut off')
    expect(everything()['patients']).toEqual([])
    inDatabase((database) => database.exec('DROP TRIGGER crash'))
    takeInAll()
    expect(everything()['patients']).toHaveLength(1)
  })

  it('takes in more rows than one step holds', () => {
    append(
      Array.from({ length: 450 }, (_, number) => ({
        document: anna,
        changes: [set('profile.familyName', `И${number}`)],
      })),
    )
    expect(readModel.takeIn()).toBe('more')
    takeInAll()
    expect(everything()['patients']).toMatchObject([{ family_name: 'И449' }])
    expect(readModel.takeIn()).toBe('done')
  })

  it('shows no write that lost its race', () => {
    append([
      { document: anna, changes: [set('profile.familyName', 'Иванова')] },
      { document: anna, changes: [{ ...set('profile.familyName', 'Петрова'), lost: true }] },
      {
        document: anna,
        changes: [{ ...set(`dispositions.${call}/1`, { result: 'x', comment: '', by: 'x' }), lost: true }],
      },
    ])
    takeInAll()
    expect(everything()).toMatchObject({ patients: [{ family_name: 'Иванова' }], dispositions: [] })
  })

  it('takes away what was taken away', () => {
    const disposition = { result: 'booked', comment: '', by: 'anna' }
    append([
      {
        document: anna,
        changes: [set('phones.+79161112233', { label: '' }), set(`dispositions.${call}/1`, disposition)],
      },
      { document: anna, changes: [set('phones.+79161112233'), set(`dispositions.${call}/1`)] },
    ])
    takeInAll()
    expect(everything()).toMatchObject({ phones: [], dispositions: [] })
  })

  it('says when a result was set, and a call as it was last', () => {
    append([
      {
        document: anna,
        changes: [set(`dispositions.${call}/1`, { result: 'a', comment: '', by: 'anna' })],
        at: 5,
      },
      {
        document: anna,
        changes: [set(`dispositions.${call}/1`, { result: 'b', comment: '', by: 'boris' })],
        at: 7,
      },
      { document: anna, changes: [set(`calls.${call}`, record)] },
      { document: anna, changes: [set(`calls.${call}`, { ...record, recording: 'kept' })] },
    ])
    takeInAll()
    expect(everything()['dispositions']).toMatchObject([{ result: 'b', by: 'boris', at: 7, call, slot: 1 }])
    expect(everything()['calls']).toMatchObject([
      { call, record: expect.stringContaining('"kept"') as string },
    ])
  })

  it('minds no document that is not a card', () => {
    append([{ document: 'line/alpha', changes: [set(`calls.${call}`, record)] }])
    takeInAll()
    expect(everything()).toMatchObject({ patients: [], calls: [] })
  })
})

describe('finding a patient', () => {
  beforeEach(() => {
    append([
      {
        document: anna,
        changes: [
          set('profile.familyName', 'Ёлкина'),
          set('profile.givenName', 'Анна'),
          set('profile.birthDate', '1992-05-12'),
          set('phones.+79161112233', { label: '' }),
        ],
      },
      {
        document: boris,
        changes: [set('profile.familyName', 'Smith'), set('profile.givenName', 'John')],
        at: 100_000,
      },
      { document: stranger, changes: [set('profile.familyName', 'Ёлкина')] },
    ])
    takeInAll()
  })

  const find = async (typed: string, clinics = ['alpha']) =>
    (
      await patientFinder(store)(
        clinics.map((id) => known(parseClinicId, id)),
        typed,
      )
    ).map(({ name }) => name)

  it.each([
    'Ёлкина',
    'елкина',
    'ЕЛКИН',
    'elkina',
    'Elki',
    'анна елк',
    '916 111',
    '+7 (916) 111-22-33',
    '8916111',
    '1122',
    '12.05.1992',
    '1992-05',
  ])('%s finds Анна', async (typed) => {
    expect(await find(typed)).toEqual(['Ёлкина Анна'])
  })

  it.each(['петрова', '999999', '"', 'NEAR(', '%', '_', 'anna* OR smith', "'; DROP TABLE patients"])(
    '%s finds nobody',
    async (typed) => {
      expect(await find(typed)).toEqual([])
    },
  )

  it('finds nobody of a clinic that was not granted', async () => {
    expect(await find('елкина', ['beta'])).toEqual(['Ёлкина'])
    expect(await find('елкина', [])).toEqual([])
  })

  it('finds by the new name and number, and no longer by the old', async () => {
    append([
      {
        document: anna,
        changes: [
          set('profile.familyName', 'Соснова'),
          set('phones.+79161112233'),
          set('phones.+78432000001', { label: '' }),
        ],
      },
    ])
    takeInAll()
    expect(await find('елкина')).toEqual([])
    expect(await find('9161112233')).toEqual([])
    expect(await find('sosnova')).toEqual(['Соснова Анна'])
    expect(await find('843200')).toEqual(['Соснова Анна'])
  })
})

describe('looking a caller up', () => {
  const mobile = parsePhone('+79161112233')
  if (!mobile) throw new Error('not a number')

  it('names those on the number at this clinic, whom somebody was last busy with first', () => {
    const phone = set(`phones.${mobile}`, { label: '' })
    append([
      {
        document: anna,
        changes: [phone, set('profile.familyName', 'Иванова'), set('profile.givenName', 'Анна')],
      },
      { document: boris, changes: [phone, set('profile.birthDate', '1990-01-01')], at: 1_000_000 },
      { document: stranger, changes: [phone] },
    ])
    takeInAll()
    const lookup = openLookup(path)
    expect(lookup.patientsOn(alpha, mobile)).toEqual([
      { patient: patients[1], name: '', birthDate: '1990-01-01' },
      { patient: patients[0], name: 'Иванова Анна', birthDate: '' },
    ])
    expect(lookup.patientsOn(known(parseClinicId, 'beta'), mobile)).toHaveLength(1)
    lookup.close()
  })

  it('tells which card a call is on, at this clinic only', () => {
    append([{ document: anna, changes: [set(`calls.${call}`, record)] }])
    takeInAll()
    const lookup = openLookup(path)
    const id = known(parseCallId, call)
    expect(lookup.documentOf(alpha, id)).toBe(anna)
    expect(lookup.documentOf(known(parseClinicId, 'beta'), id)).toBeUndefined()
    lookup.close()
  })
})
