import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Telephony } from './service.ts'
import { openSite, type Site } from '#sync-server/testing/open-site.ts'

let site: Site
let authorization: string
beforeAll(async () => {
  site = await openSite()
  authorization = `Bearer ${site.secrets.service}`
}, 60_000)
afterAll(() => site.close())

const sound = new Uint8Array(1000).map((_, index) => index % 251)
const put = (path: string, headers: Record<string, string>) =>
  fetch(new URL(path, site.url), { method: 'PUT', headers, body: sound })

describe('a service', () => {
  it('is known by its secret only, not by a person’s session', async () => {
    const elena = await site.signIn('elena')
    for (const headers of [{}, { authorization: 'Bearer guess' }, { authorization: 'Bearer ' }]) {
      expect((await elena.get('/api/service/telephony', headers)).status).toBe(401)
      expect((await put('/api/service/recordings/alpha/1789000000.42', headers)).status).toBe(401)
    }
  })

  it('is told who has a telephone and whose line each answers', async () => {
    const answer = await site.stranger.get('/api/service/telephony', { authorization })
    const telephony = (await answer.json()) as Telephony
    expect(telephony.clinics.map(({ id }) => id)).toEqual(['alpha', 'beta'])
    const answers = Object.fromEntries(telephony.people.map(({ id, clinics }) => [id, clinics]))
    expect(answers).toEqual({
      elena: ['alpha', 'beta'],
      james: ['alpha', 'beta'],
      maria: ['alpha'],
      timur: ['beta'],
      olga: [],
      viktor: ['alpha', 'beta'],
    })
    expect(new Set(telephony.people.map(({ secret }) => secret)).size).toBe(6)
    expect(telephony.demoNumbers?.length).toBeGreaterThan(50)
  })
})

describe('a recording', () => {
  const path = '/api/recordings/alpha/1789000000.42'

  it('that was delivered is heard by those who may, whole and in parts', async () => {
    expect((await put('/api/service/recordings/alpha/1789000000.42', { authorization })).status).toBe(200)
    const maria = await site.signIn('maria')
    const whole = await maria.get(path)
    expect(whole.headers.get('content-type')).toBe('audio/wav')
    expect(whole.headers.get('accept-ranges')).toBe('bytes')
    expect(new Uint8Array(await whole.arrayBuffer())).toEqual(sound)

    const part = await maria.get(path, { range: 'bytes=100-199' })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe('bytes 100-199/1000')
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(sound.slice(100, 200))
    expect((await maria.get(path, { range: 'bytes=5000-' })).status).toBe(416)
  })

  it('is heard by nobody of another clinic, and not by the client’s representative', async () => {
    const timur = await site.signIn('timur')
    const sergey = await site.signIn('sergey')
    expect((await timur.get(path)).status).toBe(403)
    expect((await sergey.get(path)).status).toBe(403)
    expect((await timur.get('/api/recordings/beta/1789000000.42')).status).toBe(404)
    expect((await timur.get('/api/recordings/beta/..%2Falpha%2F1789000000.42')).status).toBe(404)
  })

  it('that was delivered is not lost, and one of no call is not found', async () => {
    const lost = await put('/api/service/recordings/alpha/1789000000.42/lost', { authorization })
    expect([lost.status, await lost.json()]).toEqual([200, { kept: true }])
    for (const path of ['alpha/1789000000.43', 'gamma/1789000000.42']) {
      expect((await put(`/api/service/recordings/${path}/lost`, { authorization })).status).toBe(404)
    }
    expect((await put('/api/service/recordings/alpha/1789000000.42/lost', {})).status).toBe(401)
  })

  it('is kept for clinics that exist only', async () => {
    expect((await put('/api/service/recordings/gamma/1789000000.42', { authorization })).status).toBe(404)
    expect((await put('/api/service/recordings/..%2Falpha/1.1', { authorization })).status).toBe(404)
  })
})
