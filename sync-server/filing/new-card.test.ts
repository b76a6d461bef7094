import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { known, parseCallId, parseClinicId, parsePatientId } from '#domain/ids.ts'
import { parsePhone, type PhoneNumber } from '#domain/phone.ts'
import { patientIdFor, regionOf, writeNewCard } from './new-card.ts'

function number(text: string): PhoneNumber {
  const parsed = parsePhone(text)
  if (!parsed) throw new RangeError(text)
  return parsed
}

describe('the region of a number', () => {
  it.each([
    ['+78432000001', { ru: 'Республика Татарстан', en: 'Republic of Tatarstan' }],
    ['+78122000001', { ru: 'г. Санкт-Петербург', en: 'St Petersburg' }],
    ['+79161112233', { ru: '', en: '' }],
  ])('%s: %s', async (text, region) => {
    expect(await regionOf(number(text))).toEqual(region)
  })

  it('that is hidden is empty', async () => {
    expect(await regionOf(null)).toEqual({ ru: '', en: '' })
  })
})

describe('the id of a new patient', () => {
  const call = {
    clinic: known(parseClinicId, 'alpha'),
    id: known(parseCallId, '1789000000.42'),
    startedAt: 1_789_000_000_000,
  }

  it('is the same for the same call, and another for any other', () => {
    const ids = [
      call,
      { ...call, id: known(parseCallId, '1789000000.43') },
      { ...call, clinic: known(parseClinicId, 'beta') },
      { ...call, startedAt: 1 },
      { ...call, startedAt: Number.MAX_SAFE_INTEGER },
    ].map(patientIdFor)
    expect(new Set(ids).size).toBe(ids.length)
    expect(patientIdFor(call)).toBe(ids[0])
    for (const id of ids) expect(parsePatientId(id)).toBe(id)
  })

  it('sorts by the time of the call', () => {
    expect(patientIdFor(call) < patientIdFor({ ...call, startedAt: call.startedAt + 1 })).toBe(true)
  })
})

describe('a new card', () => {
  it('holds the number and the region, as far as they are known', () => {
    const doc = new Y.Doc()
    writeNewCard(doc, number('+78432000001'), 'Казань')
    expect(doc.getMap('phones').toJSON()).toEqual({ '+78432000001': { label: '' } })
    expect(doc.getMap('profile').toJSON()).toEqual({ region: 'Казань' })
    const hidden = new Y.Doc()
    writeNewCard(hidden, null, '')
    expect(hidden.store.clients.size).toBe(0)
  })
})
