import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demonstrationPassword } from '#sync-server/demonstration/people.ts'
import { openSite, type Site } from '#sync-server/testing/open-site.ts'
import { failuresAllowed } from './account-limit.ts'

let site: Site
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

const signIn = (email: string, password: string, headers?: Record<string, string>) =>
  site.stranger.post('/api/auth/sign-in/email', { email, password }, headers)

describe('signing in', () => {
  it('sets a cookie that scripts cannot read and other sites cannot send', async () => {
    const answer = await signIn('elena@kartoteka.example', demonstrationPassword)
    expect(answer.status).toBe(200)
    expect(answer.headers.getSetCookie()[0]).toMatch(/^kartoteka\.session_token=.*; HttpOnly; SameSite=Lax/)
    expect(await answer.json()).toEqual({ signedIn: true })
  })

  it('says the same of a wrong password and of an address nobody has', async () => {
    const wrong = await signIn('elena@kartoteka.example', 'guess')
    const nobody = await signIn('nobody@kartoteka.example', 'guess')
    expect(wrong.status).toBe(401)
    expect(nobody.status).toBe(401)
    expect(await wrong.json()).toEqual(await nobody.json())
  })

  it('is refused from a page of another site, and without an Origin', async () => {
    const foreign = await signIn('elena@kartoteka.example', demonstrationPassword, {
      origin: 'https://elsewhere.example',
    })
    expect(foreign.status).toBe(403)
    const without = await fetch(new URL('/api/auth/sign-in/email', site.url), { method: 'POST', body: '{}' })
    expect(await without.json()).toMatchObject({ code: 'foreign-origin' })
  })

  it('knows no sign-up and no other door of the library', async () => {
    const person = { name: 'X', email: 'x@kartoteka.example', password: 'long enough' }
    for (const path of ['sign-up/email', 'update-user', 'change-password', 'list-sessions']) {
      expect((await site.stranger.post(`/api/auth/${path}`, person)).status).toBe(401)
    }
    const elena = await site.signIn('elena')
    expect((await elena.post('/api/auth/sign-up/email', person)).status).toBe(404)
    expect((await elena.post('/api/auth/update-user', { role: 'administrator' })).status).toBe(404)
  })

  it('closes an account after too many wrong passwords, and that account alone', async () => {
    for (let attempt = 0; attempt < failuresAllowed; attempt++) {
      expect((await signIn('maria@kartoteka.example', 'guess')).status).toBe(401)
    }
    const closed = await signIn('Maria@kartoteka.example', demonstrationPassword)
    expect(closed.status).toBe(429)
    expect(await closed.json()).toMatchObject({ code: 'too-many-attempts' })
    expect((await signIn('timur@kartoteka.example', demonstrationPassword)).status).toBe(200)
  })
})
