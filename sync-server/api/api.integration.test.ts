import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Me } from './me.ts'
import type { FoundPatient } from './patients.ts'
import type { ListedCall } from './calls.ts'
import { openSite, type Site, type Visitor } from '#sync-server/testing/open-site.ts'

let site: Site
/** Both clinics · Alpha only · Beta only · satisfaction calls only · Alpha's own representative. */
let elena: Visitor, maria: Visitor, timur: Visitor, olga: Visitor, sergey: Visitor
beforeAll(async () => {
  site = await openSite()
  ;[elena, maria, timur, olga, sergey] = await Promise.all([
    site.signIn('elena'),
    site.signIn('maria'),
    site.signIn('timur'),
    site.signIn('olga'),
    site.signIn('sergey'),
  ])
}, 60_000)
afterAll(() => site.close())

const json = async <Body>(answer: Promise<Response>): Promise<Body> => (await answer).json() as Promise<Body>
const clinicsIn = (rows: readonly { clinic: string }[]) =>
  [...new Set(rows.map(({ clinic }) => clinic))].sort()
const code = async (answer: Promise<Response>) => (await json<{ code: string }>(answer)).code

describe('whoever has not signed in', () => {
  it.each([
    '/api/me',
    '/api/people',
    '/api/sync-token',
    '/api/patients?q=a',
    '/api/calls',
    '/api/cards/alpha/01KDVDNA03YRS743GDTZ4CAKY4/changes',
    '/api/recordings/alpha/1.1',
    '/api/anything',
  ])('learns nothing at %s', async (path) => {
    const answer = await site.stranger.get(path)
    expect(answer.status).toBe(401)
    expect(await answer.json()).toEqual({
      code: 'not-signed-in',
      message: { ru: expect.any(String), en: expect.any(String) },
    })
  })

  it('may see that the server is well', async () => {
    expect(await json(site.stranger.get('/api/health'))).toMatchObject({ ok: true, ledger: { rows: 200 } })
  })
})

describe('a person', () => {
  it('is told of the granted clinics and of no other', async () => {
    const me = await json<Me>(maria.get('/api/me'))
    expect(me.person).toMatchObject({ id: 'maria', role: 'operator', extension: '103' })
    expect(me.clinics.map(({ id }) => id)).toEqual(['alpha'])
    expect(me.telephone).toEqual({ mode: 'training' })
    expect(JSON.stringify(me)).not.toContain('ecret')
  })

  it('without an extension has no telephone', async () => {
    expect((await json<Me>(sergey.get('/api/me'))).telephone).toEqual({ mode: 'none' })
  })

  it('knows the names of colleagues and nothing else about them', async () => {
    const people = await json<object[]>(maria.get('/api/people'))
    expect(people).toHaveLength(9)
    for (const person of people) expect(Object.keys(person)).toEqual(['id', 'name'])
  })

  it('of a clinic is not told who works for another, or represents it', async () => {
    const people = await json<{ id: string }[]>(sergey.get('/api/people'))
    const ids = people.map(({ id }) => id).sort()
    expect(ids).toEqual(['elena', 'james', 'maria', 'nina', 'olga', 'sergey', 'viktor'])
  })
})

describe('finding patients', () => {
  const find = (visitor: Visitor, query: string) =>
    json<FoundPatient[]>(visitor.get(`/api/patients?${query}`))

  it('shows one clinic nothing of the other, on the same number too', async () => {
    const number = encodeURIComponent('+7 942 555')
    expect(clinicsIn(await find(elena, `q=${number}`))).toEqual(['alpha', 'beta'])
    expect(clinicsIn(await find(maria, `q=${number}`))).toEqual(['alpha'])
    expect(clinicsIn(await find(timur, `q=${number}`))).toEqual(['beta'])
    expect(await find(timur, `q=${number}&clinic=alpha`)).toEqual([])
  })

  it.each(['Журавлёва', 'журавлева', 'zhurav', '8 943 555', '9435550118', 'Журавл Ирин'])(
    'finds by %s',
    async (typed) => {
      const found = await find(maria, `q=${encodeURIComponent(typed)}`)
      expect(found.map(({ name }) => name)).toContainEqual(expect.stringContaining('Журавл'))
      expect(found.flatMap(({ phones }) => phones)).toContain('+79435550118')
    },
  )

  it('shows those seen last when nothing is typed, at most twenty', async () => {
    const found = await find(maria, 'q=')
    expect(found).toHaveLength(20)
    const times = found.map(({ lastSeenAt }) => lastSeenAt)
    expect(times).toEqual([...times].sort((a, b) => b - a))
  })

  it('is not for a client’s representative', async () => {
    expect(await find(sergey, 'q=Журавлёва')).toEqual([])
  })
})

describe('listing calls', () => {
  const list = (visitor: Visitor, query = '') => json<ListedCall[]>(visitor.get(`/api/calls?${query}`))

  it('shows the granted clinics’ only, newest first', async () => {
    expect(clinicsIn(await list(elena))).toEqual(['alpha', 'beta'])
    const alphas = await list(maria)
    expect(clinicsIn(alphas)).toEqual(['alpha'])
    const times = alphas.map(({ call }) => call.startedAt)
    expect(times).toEqual([...times].sort((a, b) => b - a))
  })

  it('shows missed calls when they are asked for', async () => {
    const missed = await list(elena, `outcome=missed&since=${Date.now() - 4 * 3600_000}`)
    expect(missed.length).toBeGreaterThanOrEqual(6)
    for (const { call } of missed) expect(call).toMatchObject({ direction: 'incoming', outcome: 'abandoned' })
  })

  it('shows nothing to those who neither answer nor call back', async () => {
    expect(await list(olga)).toEqual([])
    expect(await list(sergey)).toEqual([])
  })

  it('refuses a question it does not understand', async () => {
    expect(await code(maria.get('/api/calls?since=yesterday'))).toBe('bad-request')
  })
})

describe('the history of a card', () => {
  it('is read from the ledger, by those who may see the clinic', async () => {
    const [found] = await json<FoundPatient[]>(timur.get('/api/patients?q=942555'))
    const path = `/api/cards/beta/${found?.patient}/changes`
    expect(await json(timur.get(path))).toMatchObject([{ sequence: 1, by: { id: 'service:import' } }])
    expect(await code(maria.get(path))).toBe('no-access')
    expect(await code(sergey.get(path))).toBe('no-access')
  })

  it('of no card is not found', async () => {
    expect(await code(maria.get('/api/cards/alpha/nobody/changes'))).toBe('not-found')
  })
})

describe('commands to the exchange', () => {
  const command = { command: 'answer', clinic: 'alpha', call: '1789000000.42' }
  const send = (visitor: Visitor, changed = {}) =>
    code(visitor.post('/api/commands', { ...command, ...changed }))

  it('are for those who answer the clinic’s line', async () => {
    expect(await send(timur)).toBe('no-access')
    expect(await send(olga)).toBe('no-access')
    expect(await send(sergey)).toBe('no-access')
  })

  it('fail in words when there is no bridge', async () => {
    expect(await send(maria)).toBe('no-bridge')
  })

  it('are refused from pages of other sites and when they make no sense', async () => {
    const foreign = { origin: 'https://elsewhere.example' }
    expect(await code(maria.post('/api/commands', command, foreign))).toBe('foreign-origin')
    expect(await send(maria, { command: 'explode' })).toBe('bad-request')
    expect(await code(maria.post('/api/commands', { ...command, call: 'x'.repeat(70_000) }))).toBe(
      'too-large',
    )
  })
})
