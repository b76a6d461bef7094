import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { known, parsePersonId } from '#domain/ids.ts'
import { addPeople } from '#sync-server/people/people.ts'
import { sessions as rows } from '#sync-server/store/schema/sign-in.ts'
import { openStore, type Store } from '#sync-server/store/open.ts'
import { failureWindow, failuresAllowed } from './account-limit.ts'
import { openSessions, type Caller } from './sessions.ts'
import { openSyncTokens } from './sync-token.ts'

const secret = 'a secret of the test, long enough to sign with'
const anna = { email: 'anna@kartoteka.example', password: 'correct horse' }
const annaId = known(parsePersonId, 'anna')
const from = (address: string): Caller => ({ address, userAgent: 'test' })

let folder: string
let store: Store
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
  store = await openStore({ url: pathToFileURL(join(folder, 'kartoteka.db')).href })
  const person = {
    kind: 'person',
    id: annaId,
    name: 'Анна',
    role: 'operator',
    grants: [],
    extension: null,
  } as const
  await addPeople(store, [{ person, ...anna }], new Date())
})
afterAll(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

const open = (changed: Partial<Parameters<typeof openSessions>[0]> = {}) =>
  openSessions({ store, secret, baseUrl: 'http://localhost', ...changed })

describe('sessions', () => {
  it('travel over TLS only where the site does', async () => {
    const plain = await open().signIn(anna, from('192.0.2.1'))
    const safe = await open({ baseUrl: 'https://kartoteka.example' }).signIn(anna, from('192.0.2.1'))
    expect(plain.signedIn && plain.cookies[0]).not.toContain('Secure')
    expect(safe.signedIn && safe.cookies[0]).toContain('Secure')
  })

  it('are not handed out to an address that tries too often, and others do not notice', async () => {
    const sessions = open({ perAddress: { window: 60, max: 3 } })
    for (let attempt = 0; attempt < 3; attempt++) {
      const guess = { email: `nobody${attempt}@kartoteka.example`, password: 'guess' }
      expect(await sessions.signIn(guess, from('192.0.2.2'))).toMatchObject({ reason: 'wrong-password' })
    }
    expect(await sessions.signIn(anna, from('192.0.2.2'))).toMatchObject({ reason: 'too-many-attempts' })
    expect(await sessions.signIn(anna, from('192.0.2.3'))).toMatchObject({ signedIn: true })
  })

  it('are not closed to a person by an address that may not try any more', async () => {
    const sessions = open({ perAddress: { window: 60, max: 3 } })
    for (let attempt = 0; attempt < 2 * failuresAllowed; attempt++) {
      const guessed = await sessions.signIn({ ...anna, password: 'guess' }, from('192.0.2.6'))
      expect(guessed).toMatchObject({ reason: attempt < 3 ? 'wrong-password' : 'too-many-attempts' })
    }
    expect(await sessions.signIn(anna, from('192.0.2.7'))).toMatchObject({ signedIn: true })
  })

  it('are not closed by such an address either when it tries many times at once', async () => {
    const sessions = open({ perAddress: { window: 60, max: 3 } })
    for (let attempt = 0; attempt < 3; attempt++)
      await sessions.signIn({ email: 'nobody@kartoteka.example', password: 'guess' }, from('192.0.2.8'))
    await Promise.all(
      Array.from({ length: 3 * failuresAllowed }, () =>
        sessions.signIn({ ...anna, password: 'guess' }, from('192.0.2.8')),
      ),
    )
    expect(await sessions.signIn(anna, from('192.0.2.9'))).toMatchObject({ signedIn: true })
  })

  it('are not handed out for an account under attack, until the time is over', async () => {
    let now = Date.now()
    const sessions = open({ now: () => now })
    for (let attempt = 0; attempt < failuresAllowed; attempt++) {
      await sessions.signIn({ ...anna, password: 'guess' }, from(`198.51.100.${attempt}`))
    }
    expect(await sessions.signIn(anna, from('192.0.2.4'))).toMatchObject({ reason: 'too-many-attempts' })
    now += failureWindow + 1
    expect(await sessions.signIn(anna, from('192.0.2.4'))).toMatchObject({ signedIn: true })
  })

  it('are not guessed faster by asking many times at once', async () => {
    const sessions = open({ perAddress: { window: 60, max: 100 } })
    const guesses = Array.from({ length: 2 * failuresAllowed }, (_, index) =>
      sessions.signIn({ email: 'boris@kartoteka.example', password: 'guess' }, from(`203.0.113.${index}`)),
    )
    const tried = (await Promise.all(guesses)).filter(
      (result) => !result.signedIn && result.reason === 'wrong-password',
    )
    expect(tried).toHaveLength(failuresAllowed)
  })

  it('give tokens for the socket that prove nothing once the session has ended', async () => {
    const sessions = open()
    const tokens = openSyncTokens(store, secret)
    const ended: string[] = []
    sessions.onEnd((id) => ended.push(id))
    sessions.onEnd(tokens.forget)
    const signedIn = await sessions.signIn(anna, from('192.0.2.5'))
    const cookie = signedIn.signedIn ? (signedIn.cookies[0] ?? '') : ''
    const session = await sessions.find(new Headers({ cookie }))
    expect(session).toMatchObject({ person: 'anna' })
    const id = typeof session === 'object' ? session.id : ''

    const token = await tokens.issue({ person: annaId, session: id })
    expect(await tokens.verify(token)).toEqual({ person: 'anna', session: id })
    await sessions.signOut(new Headers({ cookie }))
    expect(await tokens.verify(token)).toBeUndefined()
    expect(await sessions.find(new Headers({ cookie }))).toBe('ended')
    expect(ended).toEqual([id])
  })

  it('that have run out are told from those that somebody has ended', async () => {
    const sessions = open()
    const signedIn = await sessions.signIn(anna, from('192.0.2.6'))
    const headers = new Headers({ cookie: signedIn.signedIn ? (signedIn.cookies[0] ?? '') : '' })
    await store.db.update(rows).set({ expiresAt: new Date(Date.now() - 1) })
    expect(await sessions.find(headers)).toBeUndefined()
    expect(await sessions.find(headers)).toBeUndefined()
    await store.db.delete(rows)
    expect(await sessions.find(headers)).toBe('ended')
    expect(await sessions.find(new Headers())).toBeUndefined()
    expect(await sessions.find(new Headers({ cookie: 'kartoteka.session_token=%' }))).toBeUndefined()
  })

  it('are proved by no token that is forged or garbled', async () => {
    const forged = await openSyncTokens(store, 'another secret').issue({ person: annaId, session: 'x' })
    const tokens = openSyncTokens(store, secret)
    expect(await tokens.verify(forged)).toBeUndefined()
    expect(await tokens.verify('not.a.token')).toBeUndefined()
    expect(await tokens.verify('')).toBeUndefined()
  })
})
