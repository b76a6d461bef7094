import { connect } from 'node:net'
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { cardName } from '#domain/documents/names.ts'
import { known, parsePersonId } from '#domain/ids.ts'
import { demonstrationPatients } from '#sync-server/demonstration/patients.ts'
import { replaceGrants } from '#sync-server/people/people.ts'
import { databaseUrl, openSite, type Site, type Visitor } from '#sync-server/testing/open-site.ts'
import { openStore } from '#sync-server/store/open.ts'
import { openings } from '#sync-server/store/schema/ledger.ts'

let site: Site
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

const socketAt = (path: string) => site.url.replace('http', 'ws') + path

/** The status with which an upgrade is answered. */
function upgrade(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(socketAt(path), { headers })
    socket.on('open', () => {
      socket.terminate()
      resolve(101)
    })
    socket.on('unexpected-response', (request, response) => {
      request.destroy()
      resolve(response.statusCode ?? 0)
    })
    socket.on('error', reject)
  })
}

/** The status with which an upgrade is answered whose target goes out as it is, as no WebSocket of a browser would send it. */
function rawUpgrade(target: string, ...headers: string[]): Promise<number> {
  const { hostname, port } = new URL(site.url)
  const lines = [
    `GET ${target} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  ]
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${lines.join('\r\n')}\r\n\r\n`))
    socket.once('data', (answer) => {
      socket.destroy()
      resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer.toString())?.[1]))
    })
    socket.on('error', reject)
  })
}

interface Opened {
  /** What became of the document: `synced`, or why not. */
  outcome: Promise<string>
  /** Why the server ended it, once it has. */
  ended: Promise<string>
  close(): void
}

async function open(visitor: Visitor, name: string): Promise<Opened> {
  const { token } = (await (await visitor.get('/api/sync-token')).json()) as { token: string }
  const socket = new HocuspocusProviderWebsocket({ url: socketAt('/sync'), WebSocketPolyfill: WebSocket })
  const { promise: outcome, resolve: settle } = Promise.withResolvers<string>()
  const { promise: ended, resolve: end } = Promise.withResolvers<string>()
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name,
    token,
    onSynced: () => settle('synced'),
    onAuthenticationFailed: ({ reason }) => settle(reason),
    onClose: ({ event }) => end(event.reason),
  })
  provider.attach()
  return {
    outcome,
    ended,
    close() {
      provider.destroy()
      socket.destroy()
    },
  }
}

describe('the sync socket', () => {
  it('opens for pages of this site and for services, which send no Origin', async () => {
    expect(await upgrade('/sync', { origin: site.url })).toBe(101)
    expect(await upgrade('/sync')).toBe(101)
  })

  it('does not open for pages of other sites, or at any other path', async () => {
    expect(await upgrade('/sync', { origin: 'https://elsewhere.example' })).toBe(403)
    expect(await upgrade('/api/me')).toBe(404)
  })

  it.each(['//u:p@host/sync', 'http://u:p@host/sync', '//[/sync', 'http://[', '/sync/..//sync', '*'])(
    'is nowhere but at its path: %s is refused, and the server lives on',
    async (target) => {
      expect(await rawUpgrade(target)).toBe(404)
      expect((await site.stranger.get('/api/health')).status).toBe(200)
    },
  )

  it.each(['//elsewhere.example/sync', 'http://elsewhere.example/sync'])(
    'does not take another site for its own because the request says so: %s',
    async (target) => {
      expect(await rawUpgrade(target, 'Origin: http://elsewhere.example')).toBe(404)
    },
  )

  it('opens the granted documents and no others', async () => {
    const maria = await site.signIn('maria')
    const granted = await open(maria, 'line/alpha')
    const others = await open(maria, 'line/beta')
    expect(await granted.outcome).toBe('synced')
    expect(await others.outcome).toBe('no-access')
    granted.close()
    others.close()
  })

  it('keeps who has opened which card, and nothing of those who were turned away', async () => {
    const [card] = demonstrationPatients(Date.now())
      .filter(({ clinic }) => clinic === 'alpha')
      .map(({ clinic, patient }) => cardName(clinic, patient))
    if (card === undefined) throw new Error('no patients')
    const [maria, timur] = await Promise.all([
      open(await site.signIn('maria'), card),
      open(await site.signIn('timur'), card),
    ])
    expect(await timur.outcome).toBe('no-access')
    expect(await maria.outcome).toBe('synced')
    const store = await openStore({ url: databaseUrl(site) })
    const opened = () => store.db.select().from(openings).where(eq(openings.document, card))
    await expect.poll(opened).toMatchObject([{ document: card, person: 'maria', at: expect.any(Number) }])
    store.close()
    maria.close()
    timur.close()
  })

  it('ends when the person signs out', async () => {
    const james = await site.signIn('james')
    const opened = await open(james, 'line/alpha')
    expect(await opened.outcome).toBe('synced')
    await james.post('/api/auth/sign-out', {})
    expect(await opened.ended).toBe('access-changed')
    opened.close()
  })

  it('ends for a person whose grant is taken back', async () => {
    const store = await openStore({ url: databaseUrl(site) })
    const timur = await site.signIn('timur')
    const opened = await open(timur, 'line/beta')
    expect(await opened.outcome).toBe('synced')
    await replaceGrants(store, known(parsePersonId, 'timur'), [])
    await site.server.directory.reload()
    expect(await opened.ended).toBe('access-changed')
    opened.close()
    store.close()
  })
})
