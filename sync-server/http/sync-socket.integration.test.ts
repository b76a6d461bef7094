import { connect } from 'node:net'
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { cardName } from '#domain/documents/names.ts'
import { known, parsePersonId } from '#domain/ids.ts'
import { socketLimits } from '#sync-server/admission/socket-limits.ts'
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

const socketAt = (path: string, at = site) => at.url.replace('http', 'ws') + path

/** The status with which an upgrade is answered. */
async function upgrade(path: string, headers: Record<string, string> = {}): Promise<number> {
  const { status, socket } = await knock(socketAt(path), headers)
  socket.terminate()
  return status
}

/** A socket on which nothing is said. */
function knock(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; socket: WebSocket }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers })
    socket.on('open', () => resolve({ status: 101, socket }))
    socket.on('unexpected-response', (request, response) => {
      request.destroy()
      resolve({ status: response.statusCode ?? 0, socket })
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
  /** Closes the document; the socket stays. */
  leave(): void
  close(): void
}

const windowAt = (at: Site) => () =>
  new HocuspocusProviderWebsocket({ url: socketAt('/sync', at), WebSocketPolyfill: WebSocket })

async function open(visitor: Visitor, name: string, socketFor = windowAt(site)): Promise<Opened> {
  const { token } = (await (await visitor.get('/api/sync-token')).json()) as { token: string }
  const socket = socketFor()
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
    leave: () => provider.destroy(),
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

describe('a socket on which nobody has proved who they are', () => {
  const closeOf = (socket: WebSocket): Promise<[number, string]> =>
    new Promise((resolve) => {
      socket.once('close', (code, reason) => resolve([code, reason.toString()]))
    })

  it('is closed when the time is over, whatever is said on it, and one on which somebody has stays open', async () => {
    const hasty = await openSite({}, { ...socketLimits, proveWithin: 1_500 })
    const maria = await hasty.signIn('maria')
    const proven = await open(maria, 'line/alpha', windowAt(hasty))
    const turnedAway = await open(maria, 'line/beta', windowAt(hasty))
    expect([await proven.outcome, await turnedAway.outcome]).toEqual(['synced', 'no-access'])
    let ended = 0
    for (const { ended: end } of [proven, turnedAway]) void end.then(() => (ended += 1))
    const silent = await knock(socketAt('/sync', hasty))
    const talking = await knock(socketAt('/sync', hasty))
    const closed = Promise.all([closeOf(silent.socket), closeOf(talking.socket)])
    talking.socket.send(Buffer.from('\x0aline/alpha\x00', 'latin1'))
    expect(await closed).toEqual([
      [4408, 'unproven'],
      [4408, 'unproven'],
    ])
    expect(ended).toBe(0)
    for (const { close } of [proven, turnedAway]) close()
    await hasty.close()
  })

  it('is one of few from its address; those who have proved it do not count', async () => {
    const narrow = await openSite({}, { ...socketLimits, unprovenPerAddress: 2 })
    const url = socketAt('/sync', narrow)
    const maria = await narrow.signIn('maria')
    const windows = await Promise.all([1, 2, 3].map(() => open(maria, 'line/alpha', windowAt(narrow))))
    expect(await Promise.all(windows.map(({ outcome }) => outcome))).toEqual(['synced', 'synced', 'synced'])
    const strangers = [await knock(url), await knock(url)]
    expect(strangers.map(({ status }) => status)).toEqual([101, 101])
    expect((await knock(url)).status).toBe(429)
    expect((await knock(url, { 'x-forwarded-for': '192.0.2.7' })).status).toBe(429)

    const gone = strangers.map(({ socket }) => closeOf(socket))
    for (const { socket } of strangers) socket.terminate()
    await Promise.all(gone)
    await expect.poll(async () => (await knock(url)).status).toBe(101)
    for (const { close } of windows) close()
    await narrow.close()
  })

  it('comes from the address that a trusted proxy names', async () => {
    const proxied = await openSite({ trustedProxies: 'loopback' }, { ...socketLimits, unprovenPerAddress: 1 })
    const from = async (address: string) =>
      (await knock(socketAt('/sync', proxied), { 'x-forwarded-for': address })).status
    expect(await from('192.0.2.7')).toBe(101)
    expect(await from('192.0.2.7')).toBe(429)
    expect(await from('203.0.113.9, 192.0.2.7')).toBe(429)
    expect(await from('192.0.2.8')).toBe(101)
    await proxied.close()
  })

  it('is one with all others of its IPv6 network, and an IPv4 address written as IPv6 is that address', async () => {
    const proxied = await openSite({ trustedProxies: 'loopback' }, { ...socketLimits, unprovenPerAddress: 1 })
    const from = async (address: string) =>
      (await knock(socketAt('/sync', proxied), { 'x-forwarded-for': address })).status
    expect(await from('2001:db8:0:7::1')).toBe(101)
    expect(await from('2001:db8:0:7:ffff::9')).toBe(429)
    expect(await from('2001:db8:0:8::1')).toBe(101)
    expect(await from('192.0.2.7')).toBe(101)
    expect(await from('::ffff:192.0.2.7')).toBe(429)
    await proxied.close()
  })
})

describe('documents on one socket', () => {
  it('are bounded: one more is refused in a word, others notice nothing, and closing one makes room', async () => {
    const full = await openSite({}, { ...socketLimits, documents: 2 })
    const elena = await full.signIn('elena')
    const socket = windowAt(full)()
    const [first, second] = [
      await open(elena, 'line/alpha', () => socket),
      await open(elena, 'line/beta', () => socket),
    ]
    expect([await first.outcome, await second.outcome]).toEqual(['synced', 'synced'])
    const [patient] = demonstrationPatients(Date.now())
    const card = patient ? cardName(patient.clinic, patient.patient) : ''
    const third = await open(elena, card, () => socket)
    expect(await third.outcome).toBe('too-many-documents')
    const elsewhere = await open(await full.signIn('james'), card, windowAt(full))
    expect(await elsewhere.outcome).toBe('synced')

    second.leave()
    const outcomeNow = async () => {
      const again = await open(elena, card, () => socket)
      return again.outcome
    }
    await expect.poll(outcomeNow).toBe('synced')
    first.close()
    elsewhere.close()
    await full.close()
  })
})
