/** Whatever goes on, right or wrong, the logs of the real processes carry nothing that is a patient's, and no secrets. */
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TrainingCall } from '#asterisk/training-line/training-call.ts'
import { openConnection } from '#client/sync/connection.ts'
import { createTokenSource } from '#client/sync/token.ts'
import { cardName, lineName } from '#domain/documents/names.ts'
import { readLine } from '#domain/documents/line.ts'
import { parsePhone } from '#domain/phone.ts'
import { known, parsePersonId } from '#domain/ids.ts'
import { kinds, RawClient } from '#sync-server/admission/testing/raw-client.ts'
import { rawUpdate, type RawStruct } from '#sync-server/admission/testing/raw-update.ts'
import { until } from '#sync-server/admission/testing/open-centre.ts'
import { alpha } from '#sync-server/demonstration/clinics.ts'
import { demonstrationPatients } from '#sync-server/demonstration/patients.ts'
import { demonstrationPassword } from '#sync-server/demonstration/people.ts'
import { openTrainingCentre, type TrainingCentre } from './rig/training-centre.ts'

/** Hocuspocus' answer to an update. */
const syncStatus = 8
/** An array in a note. */
const nested: RawStruct = {
  kind: 'item',
  parent: 'notes',
  content: { kind: 'json', texts: ['"Гонобобелев"', 'Гонобобелев'] },
}
/** Milliseconds. */
const patience = 20_000
const alphas = demonstrationPatients(Date.now()).filter(({ clinic }) => clinic === alpha.id)
/** The only one on the number. */
const patient = alphas.find(({ phones: [own] }) => {
  return alphas.filter(({ phones }) => phones.some(({ number }) => number === own?.number)).length === 1
})
if (!patient) throw new Error('no patients')
const card = cardName(patient.clinic, patient.patient)
const knownNumber = known(parsePhone, patient.phones[0]?.number ?? '')
const unknownNumber = known(parsePhone, '+79165557301')
const typedNumber = known(parsePhone, '+79165557302')
const looked = { name: 'Верстовская', number: '9165557303', odd: 'Пирогов"OR*(' }
const typed = { name: 'Аполлинария', note: 'Просит прислать эпикриз', hostile: 'Гонобобелев' }
const passwords = { wrong: 'сим-сим, откройся', right: demonstrationPassword }
const stranger = 'pirogov@elsewhere.example'

let centre: TrainingCentre
let cookie: string
const tokens: string[] = []
beforeAll(async () => {
  centre = await openTrainingCentre({ KARTOTEKA_LOG: 'debug' })
  cookie = await centre.signIn('elena')
})
afterAll(() => centre.end())

const get = (path: string, by = cookie) => fetch(centre.url + path, { headers: { cookie: by } })

async function syncToken(by = cookie): Promise<string> {
  const answer: unknown = await (await get('/api/sync-token', by)).json()
  const token = typeof answer === 'object' && answer !== null && 'token' in answer ? String(answer.token) : ''
  tokens.push(token)
  return token
}

const post = (path: string, body: string) =>
  fetch(centre.url + path, {
    method: 'POST',
    headers: { cookie, origin: centre.url, 'content-type': 'application/json' },
    body,
  })
const signIn = (email: string, password: string) =>
  post('/api/auth/sign-in/email', JSON.stringify({ email, password }))

/** What must not be found, in any of the forms in which it may have been written down. */
function unspeakable(): string[] {
  const { familyName = '', givenName = '', patronymic = '' } = patient?.profile ?? {}
  const numbers = [knownNumber, unknownNumber, typedNumber].map((number) => number.slice(-10))
  const words = [
    ...numbers,
    familyName,
    givenName,
    patronymic,
    ...Object.values(looked),
    ...Object.values(typed),
    ...Object.values(passwords),
    stranger,
    ...tokens,
    cookie.split('=')[1] ?? '',
    ...Object.values(centre.secrets),
  ]
  return words
    .filter(Boolean)
    .flatMap((word) => [...new Set([word, encodeURIComponent(word), JSON.stringify(word).slice(1, -1)])])
}

function expectSilence(): void {
  const found = Object.entries(centre.logs()).flatMap(([file, text]) => {
    const lines = text.split('\n')
    return unspeakable().flatMap((word) => {
      const line = lines.find((candidate) => candidate.includes(word))
      return line === undefined ? [] : [{ file, word, line }]
    })
  })
  expect(found).toEqual([])
}

describe('the logs at their most talkative', () => {
  it('say that they are there', () => {
    const logs = centre.logs()
    expect(Object.keys(logs).sort()).toEqual(['pbx-bridge.log', 'sync-server.log'])
    expect(logs['pbx-bridge.log']).toContain('hearing the PBX')
    expect(logs['sync-server.log']).toContain('ready')
  })

  it('name nobody who calls, known or not, answered or missed', async () => {
    const connection = openConnection({
      url: `${centre.url.replace('http', 'ws')}/sync`,
      token: createTokenSource(() => syncToken()),
    })
    const { replica } = connection.open(lineName(alpha.id))
    const did = known(parsePhone, alpha.dids[0]?.number ?? '')
    const call = (number: typeof did): TrainingCall => centre.line.call({ clinic: alpha.id, did, number })
    const onLine = (number: string) => readLine(replica.view).find((entry) => entry.call.number === number)
    const [talk, missed] = [call(knownNumber), call(unknownNumber)]
    await until(replica, () => !!onLine(knownNumber)?.matches && !!onLine(unknownNumber)?.matches)
    talk.pickUp({ person: known(parsePersonId, 'elena'), extension: '101' })
    missed.giveUp()
    await talk.performed()
    talk.hangUp('patient')
    await until(replica, () => readLine(replica.view).length === 0)
    connection.close()
    expectSilence()
  })

  it('quote nothing of what people type and look for', async () => {
    const connection = openConnection({
      url: `${centre.url.replace('http', 'ws')}/sync`,
      token: createTokenSource(() => syncToken()),
    })
    const { replica } = connection.open(card)
    await until(replica, () => replica.view.getMap('profile').has('familyName'))
    replica.act([
      { kind: 'set', root: 'profile', key: 'givenName', value: typed.name },
      { kind: 'set', root: 'phones', key: typedNumber, value: { label: typed.name } },
      { kind: 'edit', root: 'notes', index: 0, removed: 0, inserted: typed.note },
    ])
    await until(replica, () => replica.pending === 0)
    replica.act([{ kind: 'set', root: 'profile', key: 'birthDate', value: typed.hostile }])
    await until(replica, () => replica.refused.length === 1)
    connection.close()
    for (const term of Object.values(looked)) {
      const found = await get(`/api/patients?q=${encodeURIComponent(term)}`)
      expect(found.status).toBe(200)
    }
    expect((await get(`/api/nowhere/${looked.number}?q=${encodeURIComponent(looked.name)}`)).status).toBe(404)
    expect((await post('/api/commands', `{"command": "${typed.hostile}`)).status).toBe(400)
    expectSilence()
  })

  it('quote nothing of what does not fit the protocol', async () => {
    const port = Number(new URL(centre.url).port)
    const token = await syncToken()
    const client = new RawClient(port, token, card)
    const closed = () => client.next(({ kind }) => kind === kinds.close)
    const misdeeds: (() => void)[] = [
      () => client.sendUpdate(rawUpdate([{ client: 77, clock: 0, structs: [nested] }])),
      () => client.sendUpdate(new TextEncoder().encode(typed.hostile)),
      () => client.sendStateless(`{"type":"${typed.hostile}`),
      () => client.sendStateless(typed.hostile, kinds.broadcastStateless),
      () => client.send(kinds.awareness, (encoder) => writeVarString(encoder, typed.hostile)),
      () => client.send(kinds.awareness, (encoder) => writeVarUint8Array(encoder, brokenPresence())),
      () => client.send(kinds.auth, (encoder) => writeVarString(encoder, typed.hostile)),
      () => client.send(77, (encoder) => writeVarString(encoder, typed.hostile)),
      () => client.sendBytes(new TextEncoder().encode(typed.hostile)),
    ]
    for (const misdeed of misdeeds) {
      await client.open()
      misdeed()
      // Whatever became of it, this is answered after it.
      client.sendStateless('{"type":"rebased"}')
      client.sendUpdate(new Uint8Array([0, 0]))
      await Promise.race([closed(), client.next(({ kind }) => kind === syncStatus)])
    }
    client.close()
    const forger = new RawClient(port, `${token}${passwords.wrong}`, card)
    await forger.open()
    forger.close()
    expectSilence()
  })

  it('quote no password, right or wrong, and no address', async () => {
    expect((await signIn(stranger, passwords.wrong)).status).toBe(401)
    expect((await signIn('maria@kartoteka.example', passwords.wrong)).status).toBe(401)
    expect((await signIn('maria@kartoteka.example', passwords.right)).status).toBe(200)
    expect((await post('/api/auth/sign-in/email', `{"password": "${passwords.wrong}`)).status).toBe(400)
    expectSilence()
  })

  it('say that the database fails, and nothing of what it was asked', async () => {
    const fresh = await syncToken(await centre.signIn('james'))
    takeAway('patients')
    expect((await get(`/api/patients?q=${encodeURIComponent(looked.name)}`)).status).toBe(500)
    takeAway('sessions', 'credentials', 'sign_in_failures')
    expect((await signIn(stranger, passwords.wrong)).status).toBe(500)
    expect((await get('/api/me')).status).toBe(500)
    const client = new RawClient(Number(new URL(centre.url).port), fresh, card)
    await client.open()
    client.close()
    const said = () => centre.logs()['sync-server.log']
    await expect.poll(said, { timeout: patience }).toContain('a request failed')
    await expect.poll(said, { timeout: patience }).toContain('a document could not be opened')
    expectSilence()
  })
})

function takeAway(...tables: string[]): void {
  const database = new Database(centre.databasePath, { timeout: patience })
  for (const table of tables) database.exec(`ALTER TABLE ${table} RENAME TO no_${table}`)
  database.close()
}

/** An awareness update whose state is no JSON. */
function brokenPresence(): Uint8Array {
  const update = createEncoder()
  writeVarUint(update, 1)
  writeVarUint(update, 77)
  writeVarUint(update, 1)
  writeVarString(update, typed.hostile)
  return toUint8Array(update)
}
