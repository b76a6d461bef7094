import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { known, parsePersonId } from '#domain/ids.ts'
import { replaceGrants } from '#sync-server/people/people.ts'
import { databaseUrl, openSite, type Site, type Visitor } from '#sync-server/testing/open-site.ts'
import { openStore } from '#sync-server/store/open.ts'

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

  it('opens the granted documents and no others', async () => {
    const maria = await site.signIn('maria')
    const granted = await open(maria, 'line/alpha')
    const others = await open(maria, 'line/beta')
    expect(await granted.outcome).toBe('synced')
    expect(await others.outcome).toBe('no-access')
    granted.close()
    others.close()
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
