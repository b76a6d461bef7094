import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '#sync-server/store/open.ts'
import { databaseUrl, openSite, type Site } from '#sync-server/testing/open-site.ts'
import { addAdministrator } from './new-administrator.ts'

let site: Site
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

test('an administrator who is entered beside a running server has every clinic there is', async () => {
  const store = await openStore({ url: databaseUrl(site) })
  const anna = { email: 'Anna@kartoteka.example', name: 'Anna', password: 'a password of hers' }
  expect(await addAdministrator(store, anna, new Date())).toBe(true)
  expect(await addAdministrator(store, anna, new Date())).toBe(false)
  store.close()
  const { email, password } = anna
  const answer = await site.stranger.post('/api/auth/sign-in/email', { email, password })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const me = await site.stranger.get('/api/me', { cookie })
  expect(await me.json()).toMatchObject({ clinics: [{ id: 'alpha' }, { id: 'beta' }] })
})
