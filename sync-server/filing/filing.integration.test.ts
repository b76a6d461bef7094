import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readCalls, readPhones, readProfile } from '#domain/documents/card.ts'
import { readLine, type CallOnLine } from '#domain/documents/line.ts'
import { cardName, lineName } from '#domain/documents/names.ts'
import {
  known,
  parseCallId,
  parseClinicId,
  parsePatientId,
  type CallId,
  type ClinicId,
  type PatientId,
} from '#domain/ids.ts'
import { parsePhone } from '#domain/phone.ts'
import { recordOf, type LineCall } from '#domain/telephony/call.ts'
import {
  actors,
  openCentre,
  synced,
  until,
  type Centre,
  type Participant,
} from '#sync-server/admission/testing/open-centre.ts'
import { openLookup, type Lookup } from '#sync-server/read-model/lookup.ts'
import { Filing } from './filing.ts'
import { patientIdFor } from './new-card.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const alpha = known(parseClinicId, 'alpha')
const beta = known(parseClinicId, 'beta')
const first = known(parsePatientId, '01JC0000000000000000000001')
const second = known(parsePatientId, '01JC0000000000000000000002')
const call = known(parseCallId, '1789000000.42')
const number = (text: string) => {
  const parsed = parsePhone(text)
  if (!parsed) throw new RangeError(text)
  return parsed
}
const mobile = number('+79161112233')
const kazan = number('+78432000001')

function ringing(id: CallId, more: Partial<LineCall> = {}): LineCall {
  return {
    id,
    clinic: alpha,
    direction: 'incoming',
    state: 'ringing',
    did: number('+74951200001'),
    number: mobile,
    startedAt: 1_789_000_000_000,
    ringing: [],
    answeredAt: null,
    endedAt: null,
    operator: null,
    outcome: null,
    hungUpBy: null,
    recorded: false,
    ...more,
  }
}
const missed = {
  state: 'ended',
  endedAt: 1_789_000_030_000,
  outcome: 'abandoned',
  hungUpBy: 'patient',
} as const
const talked = {
  state: 'ended',
  answeredAt: 1_789_000_010_000,
  endedAt: 1_789_000_090_000,
  outcome: 'answered',
  operator: actors.anna.id,
  recorded: true,
} as const

let centre: Centre
let lookup: Lookup
let line: Participant
let recordings: Set<string>
let now: number
const filings = new Set<Filing>()
beforeEach(async () => {
  centre = await openCentre()
  lookup = openLookup(centre.path)
  recordings = new Set()
  now = talked.endedAt
  line = centre.join('anna', lineName(alpha))
  await synced(line)
})
afterEach(async () => {
  for (const filing of filings) await filing.close()
  filings.clear()
  lookup.close()
  await centre.close()
})

function startFiling(): Filing {
  const filing = new Filing({
    door: centre.door,
    ledger: centre.ledger,
    lookup,
    hasRecording: (clinic, id) => recordings.has(`${clinic}/${id}`),
    clinics: () => [alpha, beta],
    log: pino({ level: 'silent' }),
    now: () => now,
  })
  filings.add(filing)
  return filing
}

/** Resolves when the line as the server has it is so. */
async function lineIs(holds: (entries: CallOnLine[]) => boolean, clinic = alpha): Promise<CallOnLine[]> {
  const look = () => centre.door.read(lineName(clinic), actors.filing, readLine)
  let changed: () => void = () => undefined
  const stop = centre.door.onAdmitted((documentName) => documentName === lineName(clinic) && changed())
  try {
    for (;;) {
      const next = new Promise<void>((resolve) => (changed = resolve))
      const entries = await look()
      if (holds(entries)) return entries
      await next
    }
  } finally {
    stop()
  }
}
const entryOf = (entries: CallOnLine[], id: CallId) => entries.find((entry) => entry.call.id === id)
const matched = async (id: CallId = call, clinic = alpha) =>
  entryOf(await lineIs((entries) => entryOf(entries, id)?.matches !== undefined, clinic), id)
const filed = (id: CallId = call) => lineIs((entries) => entryOf(entries, id) === undefined)

const bridgeWrites = (written: LineCall) =>
  centre.door.transact(lineName(written.clinic), actors.bridge, (doc) =>
    doc.getMap('calls').set(written.id, written),
  )

/** A patient with a name and a number. */
async function patient(clinic: ClinicId, id: PatientId, familyName: string, phone = mobile) {
  await centre.door.transact(cardName(clinic, id), actors.filing, (doc) => {
    doc.getMap('profile').set('familyName', familyName)
    doc.getMap('phones').set(phone, { label: '' })
  })
  await centre.ledger.settle()
}
const card = <Result>(id: PatientId, look: Parameters<typeof centre.door.read<Result>>[2], clinic = alpha) =>
  centre.door.read(cardName(clinic, id), actors.filing, look)
const callsOn = (id: PatientId) => card(id, readCalls)
const choose = (id: PatientId) => line.replica.act([{ kind: 'set', root: 'patients', key: call, value: id }])

describe('a caller', () => {
  it('whom nobody knows gets a card with their number and region, and it is chosen', async () => {
    startFiling()
    await bridgeWrites(ringing(call, { number: kazan }))
    const id = patientIdFor(ringing(call))
    expect(await matched()).toMatchObject({
      matches: {
        known: [{ patient: id, name: '', birthDate: '' }],
        region: { ru: 'Республика Татарстан', en: 'Republic of Tatarstan' },
      },
      patient: id,
    })
    expect(await card(id, readPhones)).toEqual([{ number: kazan, label: '' }])
    expect(await card(id, readProfile)).toEqual({ region: 'Республика Татарстан' })
  })

  it('who hides their number gets a card without one', async () => {
    startFiling()
    await bridgeWrites(ringing(call, { number: null, ...missed }))
    await filed()
    const id = patientIdFor(ringing(call))
    expect(await card(id, readPhones)).toEqual([])
    expect(await callsOn(id)).toMatchObject([{ id: call, number: null }])
  })

  it('who is known alone on the number is chosen', async () => {
    await patient(alpha, first, 'Иванова')
    startFiling()
    await bridgeWrites(ringing(call))
    expect(await matched()).toMatchObject({
      matches: { known: [{ patient: first, name: 'Иванова', birthDate: '' }], region: { ru: '', en: '' } },
      patient: first,
    })
  })

  it('who is one of two on the number is offered among them, and nobody is chosen', async () => {
    await patient(alpha, first, 'Иванова')
    await patient(alpha, second, 'Иванов')
    startFiling()
    await bridgeWrites(ringing(call))
    const entry = await matched()
    expect(entry?.matches?.known.map((match) => match.patient).sort()).toEqual([first, second])
    expect(entry?.patient).toBeUndefined()
  })

  it('known at one clinic is nobody at another', async () => {
    await patient(alpha, first, 'Иванова')
    startFiling()
    await bridgeWrites(ringing(call, { clinic: beta }))
    expect((await matched(call, beta))?.matches?.known).toEqual([
      { patient: patientIdFor(ringing(call, { clinic: beta })), name: '', birthDate: '' },
    ])
    expect(await card(patientIdFor(ringing(call, { clinic: beta })), readProfile, beta)).toEqual({})
  })

  it('who rings twice at once gets one card', async () => {
    startFiling()
    const ids = ['1789000000.1', '1789000000.2', '1789000000.3'].map((id) => known(parseCallId, id))
    await centre.door.transact(lineName(alpha), actors.bridge, (doc) => {
      for (const id of ids) doc.getMap('calls').set(id, ringing(id, { number: kazan }))
    })
    const chosen = new Set<unknown>()
    for (const id of ids) chosen.add((await matched(id))?.patient)
    expect(chosen.size).toBe(1)
    await centre.ledger.settle()
    expect(lookup.patientsOn(alpha, kazan)).toHaveLength(1)
  })
})

describe('a call that has ended', () => {
  it('is on the card once, and off the line', async () => {
    await patient(alpha, first, 'Иванова')
    startFiling()
    await bridgeWrites(ringing(call))
    await matched()
    await bridgeWrites(ringing(call, missed))
    await filed()
    expect(await callsOn(first)).toEqual([recordOf(ringing(call, missed))])
  })

  it('is in the lists by the time it leaves the line, for whoever asks just then', async () => {
    await patient(alpha, first, 'Иванова')
    startFiling()
    await bridgeWrites(ringing(call))
    await matched()
    const left = new Promise<string | undefined>((resolve) =>
      centre.door.onAdmitted((documentName, doc) => {
        if (documentName === lineName(alpha) && readLine(doc).length === 0)
          resolve(lookup.documentOf(alpha, call))
      }),
    )
    await bridgeWrites(ringing(call, missed))
    expect(await left).toBe(cardName(alpha, first))
  })

  it('waits for its operator to say which of two patients it was', async () => {
    await patient(alpha, first, 'Иванова')
    await patient(alpha, second, 'Иванов')
    startFiling()
    await bridgeWrites(ringing(call, talked))
    expect(await matched()).toMatchObject({ call: { state: 'ended' } })
    choose(second)
    await filed()
    expect(await callsOn(second)).toHaveLength(1)
    expect(await callsOn(first)).toHaveLength(0)
  })

  it('goes to the likelier of two when nobody says so in time', async () => {
    await patient(alpha, first, 'Иванова')
    await patient(alpha, second, 'Иванов')
    now = talked.endedAt + 60 * 60_000
    startFiling()
    await bridgeWrites(ringing(call, talked))
    await filed()
    expect([...(await callsOn(first)), ...(await callsOn(second))]).toHaveLength(1)
  })

  it('is filed once by two who do the same work', async () => {
    await patient(alpha, first, 'Иванова')
    startFiling()
    startFiling()
    await bridgeWrites(ringing(call, missed))
    await filed()
    for (const filing of filings) await filing.close()
    expect(await callsOn(first)).toHaveLength(1)
    const written = centre.ledger
      .history(cardName(alpha, first), 100)
      .filter(({ changes }) => changes.includes('"calls"'))
    expect(written).toHaveLength(1)
  })

  const onCard = (id: PatientId) =>
    centre.door.transact(cardName(alpha, id), actors.filing, (doc) =>
      doc.getMap('calls').set(call, recordOf(ringing(call, talked))),
    )

  it('is taken off the line after a crash that came between the card and the line', async () => {
    await patient(alpha, first, 'Иванова')
    await bridgeWrites(ringing(call, talked))
    await onCard(first)
    await centre.restart()
    startFiling()
    await filed()
    expect(await callsOn(first)).toHaveLength(1)
  })

  it('stays on the card it is on, whoever is chosen afterwards', async () => {
    await patient(alpha, first, 'Иванова')
    await patient(alpha, second, 'Иванов')
    await bridgeWrites(ringing(call, talked))
    await onCard(first)
    choose(second)
    await until(line.replica, () => line.replica.pending === 0)
    startFiling()
    await filed()
    expect(await callsOn(first)).toHaveLength(1)
    expect(await callsOn(second)).toHaveLength(0)
  })

  it('is not filed on another card when the bridge tells of it once more', async () => {
    await patient(alpha, first, 'Иванова')
    await patient(alpha, second, 'Иванов')
    startFiling()
    await bridgeWrites(ringing(call, talked))
    await matched()
    choose(second)
    await filed()
    now = talked.endedAt + 60 * 60_000
    await bridgeWrites(ringing(call, { ...talked, hungUpBy: 'patient' }))
    await filed()
    expect(await callsOn(second)).toHaveLength(1)
    expect(await callsOn(first)).toHaveLength(0)
  })
})

describe('a recording', () => {
  const recordingOn = async (id: PatientId) => (await callsOn(id))[0]?.recording

  it('that came before the call was filed can be played at once', async () => {
    await patient(alpha, first, 'Иванова')
    recordings.add(`alpha/${call}`)
    startFiling()
    await bridgeWrites(ringing(call, talked))
    await filed()
    expect(await recordingOn(first)).toBe('kept')
  })

  it('that comes after can be played from then on', async () => {
    await patient(alpha, first, 'Иванова')
    const filing = startFiling()
    await bridgeWrites(ringing(call, talked))
    await filed()
    expect(await recordingOn(first)).toBe('awaited')
    recordings.add(`alpha/${call}`)
    await filing.recordingKept(alpha, call)
    expect(await recordingOn(first)).toBe('kept')
  })

  it('that comes while the call waits for its patient is not forgotten', async () => {
    await patient(alpha, first, 'Иванова')
    await patient(alpha, second, 'Иванов')
    const filing = startFiling()
    await bridgeWrites(ringing(call, talked))
    await matched()
    recordings.add(`alpha/${call}`)
    await filing.recordingKept(alpha, call)
    choose(first)
    await filed()
    expect(await recordingOn(first)).toBe('kept')
  })

  it('that is lost is said to be, once, and can be played when it turns up after all', async () => {
    await patient(alpha, first, 'Иванова')
    const filing = startFiling()
    await bridgeWrites(ringing(call, talked))
    await filed()
    expect(await filing.recordingLost(alpha, call)).toBe(true)
    expect(await recordingOn(first)).toBe('lost')
    const rows = centre.ledger.position().ledger
    expect(await filing.recordingLost(alpha, call)).toBe(true)
    expect(centre.ledger.position().ledger).toBe(rows)
    await filing.recordingKept(alpha, call)
    expect(await recordingOn(first)).toBe('kept')
  })

  it('that can be played, or was never made, is not lost', async () => {
    await patient(alpha, first, 'Иванова')
    recordings.add(`alpha/${call}`)
    const filing = startFiling()
    await bridgeWrites(ringing(call, talked))
    await filed()
    await filing.recordingLost(alpha, call)
    expect(await recordingOn(first)).toBe('kept')
    await bridgeWrites(ringing(known(parseCallId, '1789000000.43'), missed))
    await filed()
    await filing.recordingLost(alpha, known(parseCallId, '1789000000.43'))
    expect((await callsOn(first)).map(({ recording }) => recording).sort()).toEqual(['kept', 'none'])
  })

  it('of no call changes nothing', async () => {
    const filing = startFiling()
    expect(await filing.recordingLost(alpha, call)).toBe(false)
    await filing.recordingKept(alpha, call)
    expect(centre.ledger.position().ledger).toBe(0)
  })
})
