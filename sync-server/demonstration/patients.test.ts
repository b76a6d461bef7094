import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { fullName } from '#domain/documents/card.ts'
import { writeCard } from './cards.ts'
import { alpha, beta } from './clinics.ts'
import { demonstrationPatients } from './patients.ts'

const now = Date.UTC(2026, 5, 10, 11, 0)
const patients = demonstrationPatients(now)
const at = (clinic: string) => patients.filter((patient) => patient.clinic === clinic)

describe('the demonstration patients', () => {
  it('are the same for the same moment, and have the same ids at any', () => {
    expect(demonstrationPatients(now)).toEqual(patients)
    const ids = (all: typeof patients) => all.map(({ patient }) => patient)
    expect(ids(demonstrationPatients(now + 123_456_789))).toEqual(ids(patients))
    expect(new Set(ids(patients)).size).toBe(200)
  })

  it('are a hundred a clinic, with Russian and English names', () => {
    expect([at('alpha').length, at('beta').length]).toEqual([100, 100])
    const names = patients.map(({ profile }) => fullName(profile))
    expect(names.every((name) => /^[А-ЯЁA-Z][а-яёa-z]+ [А-ЯЁA-Z]/.test(name))).toBe(true)
    expect(names.filter((name) => /^[A-Z]/.test(name)).length).toBeGreaterThan(10)
  })

  it('hold a family of three on one number at each clinic', () => {
    for (const clinic of [alpha, beta]) {
      const family = at(clinic.id).slice(0, 3)
      expect(new Set(family.map(({ phones }) => phones[0]?.number)).size).toBe(1)
      expect(family.map(({ profile }) => profile.relation)).toEqual(['self', 'mother', 'mother'])
    }
  })

  it('hold one patient known at both clinics on the same number', () => {
    const known = patients.filter(({ phones }) => phones[0]?.number === '+79425550142')
    expect(known.map(({ clinic }) => clinic)).toEqual(['alpha', 'beta'])
    expect(known[0]?.patient).not.toBe(known[1]?.patient)
  })

  it('have histories that could have happened', () => {
    for (const { clinic, calls, dispositions, appointments } of patients) {
      const { dids, dispositions: offered } = clinic === 'alpha' ? alpha : beta
      for (const call of calls) {
        expect(call.endedAt).toBeLessThanOrEqual(now)
        expect(call.startedAt).toBeLessThan(call.endedAt)
        expect(call.answeredAt !== null).toBe(call.outcome === 'answered')
        expect(dids.map(({ number }) => number)).toContain(call.did)
      }
      for (const { key, disposition } of dispositions) {
        const call = calls.find(({ id }) => key === `${id}/1`)
        expect(call).toMatchObject({ outcome: 'answered', operator: disposition.by })
        expect(offered.map(({ id }) => id)).toContain(disposition.result)
      }
      const booked = dispositions.filter(({ disposition }) => disposition.result === 'booked')
      expect(appointments).toHaveLength(booked.length)
    }
  })

  it('come when their clinic is open', () => {
    for (const { clinic, appointments } of patients) {
      const { timeZone, workingHours } = clinic === 'alpha' ? alpha : beta
      for (const { at: instant } of appointments) {
        const local = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone)
        const hours = workingHours.find(({ weekday }) => weekday === local.dayOfWeek)
        const time = local.toPlainTime().toString({ smallestUnit: 'minute' })
        expect(time >= (hours?.opens ?? '') && time < (hours?.closes ?? '')).toBe(true)
      }
    }
  })

  it('are written to an empty card only', () => {
    const [first, second] = patients
    if (!first || !second) throw new Error('there are no patients')
    const doc = new Y.Doc()
    writeCard(doc, first)
    const written = doc.toJSON()
    writeCard(doc, second)
    expect(doc.toJSON()).toEqual(written)
    expect(written['profile']).toEqual(first.profile)
  })
})
