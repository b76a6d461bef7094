/** The same through real sockets, with honest people at work on the very card that is under attack. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { documentShapes } from '#domain/documents/shape.ts'
import { filedTalk, putOnCard } from './testing/calls.ts'
import { call, HostileClient } from './testing/hostile-updates.ts'
import { foreignContent, stateOf } from './testing/legal-change.ts'
import { actors, openCentre, synced, until, type Centre, type Participant } from './testing/open-centre.ts'
import { Random } from './testing/random.ts'
import { kinds, RawClient } from './testing/raw-client.ts'

const seed = Number(process.env['KARTOTEKA_SEED'] ?? Date.now() % 1_000_000_007)
const total = Math.ceil(Number(process.env['KARTOTEKA_HOSTILE_UPDATES'] ?? 20_000) / 20)
const card = 'card/alpha/01JC0000000000000000000001'
const shape = documentShapes.card

// Each test starts a server, on machines that have other things to do.
vi.setConfig({ testTimeout: 30_000 })

let centre: Centre
let anna: Participant
let supervisor: Participant
beforeEach(async () => {
  // Hocuspocus tells the console of every connection that it closes.
  vi.spyOn(console, 'error').mockReturnValue(undefined)
  centre = await openCentre()
  anna = centre.join('anna', card)
  supervisor = centre.join('supervisor', card)
  await Promise.all([synced(anna), synced(supervisor)])
  await centre.door.transact(card, actors.filing, putOnCard(call))
  supervisor.replica.act([
    {
      kind: 'set',
      root: 'dispositions',
      key: `${call}/1`,
      value: { result: 'booked', comment: '', by: 'supervisor' },
    },
    { kind: 'set', root: 'profile', key: 'priority', value: 'high' },
  ])
  await until(anna.replica, () => anna.replica.view.getMap('dispositions').size === 1)
}, 30_000)
afterEach(async () => {
  await centre.close()
  vi.restoreAllMocks()
}, 30_000)

const live = () => centre.door.read(card, actors.filing, (doc) => stateOf(doc, shape))

/** What every client hears once the server has dealt with what it sent. */
const syncStatus = 8
async function sendAll(client: RawClient, updates: number, hostile: HostileClient, random: Random) {
  for (let sent = 0; sent < updates; sent++) {
    if (!client.isOpen) await client.open()
    const answer = client.next(({ kind }) => kind === syncStatus)
    client.sendUpdate(hostile.next(), random.chance(4) ? 1 : 2)
    await answer
    if (random.chance(2)) client.sendStateless('{"type":"rebased"}')
    if (random.chance(3)) hostile.rebase()
    if (random.chance(20)) client.sendBytes(random.bytes(random.nat(80)))
    if (random.chance(40)) client.send(random.nat(12), () => undefined)
  }
}

describe('an honest neighbour', () => {
  it(`is served at once and loses nothing, KARTOTEKA_SEED=${seed}`, { timeout: 300_000 }, async () => {
    const random = new Random(seed)
    const attack = { over: false }
    const attacked = Promise.all(
      (['boris', 'controller'] as const).map(async (who) => {
        const client = new RawClient(centre.port, who, card)
        const hostile = new HostileClient(random, supervisor.replica.confirmed, shape, who)
        await client.open()
        await sendAll(client, total / 2, hostile, random)
        client.close()
      }),
    ).finally(() => (attack.over = true))
    const waits: number[] = []
    let typed = 0
    while (!attack.over) {
      const started = performance.now()
      anna.replica.act([
        { kind: 'set', root: 'appointments', key: '01JC0000000000000000000001/doctor', value: `d${typed++}` },
        { kind: 'edit', root: 'notes', index: 0, removed: 0, inserted: `<${typed}>` },
      ])
      await until(anna.replica, () => anna.replica.pending === 0)
      waits.push(performance.now() - started)
    }
    await attacked
    expect(anna.replica.refused).toEqual([])
    expect(typed).toBeGreaterThan(20)
    waits.sort((a, b) => a - b)
    expect(waits[Math.floor(waits.length / 2)]).toBeLessThan(500)

    const mark = `${seed}`
    anna.replica.act([{ kind: 'set', root: 'profile', key: 'source', value: mark }])
    await until(
      supervisor.replica,
      () => supervisor.replica.confirmed.getMap('profile').get('source') === mark,
    )
    const state = await live()
    expect(state.maps['dispositions']?.[`${call}/1`]).toMatchObject({ by: 'supervisor' })
    expect(state.maps['profile']?.['priority']).toBe('high')
    expect(state.maps['calls']).toEqual({ [call]: filedTalk(call) })
    const replayed = new Y.Doc()
    for (const { update } of centre.ledger.rowsAfter(card, 0)) Y.applyUpdate(replayed, update)
    for (const doc of [replayed, anna.replica.confirmed, supervisor.replica.confirmed]) {
      expect(stateOf(doc, shape)).toEqual(state)
      expect(foreignContent(doc, shape)).toEqual([])
    }
  })
})

describe('a hostile client', () => {
  it('cannot speak for the server: what it broadcasts reaches nobody', async () => {
    const boris = new RawClient(centre.port, 'boris', card)
    await boris.open()
    const heard: string[] = []
    anna.provider.on('stateless', ({ payload }: { payload: string }) => heard.push(payload))
    const closed = boris.next(({ kind }) => kind === kinds.close)
    boris.sendStateless('{"type":"refused","update":"","code":"gap"}', kinds.broadcastStateless)
    await closed
    anna.replica.act([{ kind: 'set', root: 'profile', key: 'source', value: 'x' }])
    await until(anna.replica, () => anna.replica.pending === 0)
    expect(heard).toEqual([])
    boris.close()
  })

  it("cannot take a colleague's presence away or speak in their name", async () => {
    anna.provider.awareness?.setLocalState({ field: 'profile/givenName' })
    const client = anna.provider.awareness?.clientID ?? 0
    const presenceOf = () => supervisor.provider.awareness?.getStates().get(client)
    const changed = () =>
      new Promise<void>((resolve) => supervisor.provider.awareness?.once('change', () => resolve()))
    while (!presenceOf()?.['field']) await changed()
    const boris = new RawClient(centre.port, 'boris', card)
    await boris.open()
    boris.sendAwareness(client, 1_000_000, null)
    boris.sendAwareness(client, 1_000_001, { field: 'profile/pin', person: { id: 'anna', name: 'anna' } })
    const own = changed()
    boris.sendAwareness(4711, 1, { field: 'profile/pin', person: { id: 'anna', name: 'anna' }, admin: true })
    await own
    expect(supervisor.provider.awareness?.getStates().get(4711)).toEqual({
      person: { id: 'boris', name: 'boris' },
      field: 'profile/pin',
    })
    expect(presenceOf()).toEqual({ person: { id: 'anna', name: 'anna' }, field: 'profile/givenName' })
    const left = changed()
    boris.close()
    await left
    expect(supervisor.provider.awareness?.getStates().has(4711)).toBe(false)
    expect(presenceOf()).toBeDefined()
  })

  it.each([
    'constructor',
    '__proto__',
    'toString',
    '',
    '\0',
    `${card}\0session`,
    'card/beta/01JC0000000000000000000001',
  ])('gets nowhere with a document called %j, and nobody else notices', async (documentName) => {
    const boris = new RawClient(centre.port, 'vera-who-is-nobody', documentName)
    const opened = boris.open()
    await opened
    for (const kind of [0, 1, 3, 5, 6, 7, 99]) boris.send(kind, () => undefined)
    boris.sendUpdate(new Uint8Array([0, 0]))
    boris.close()
    anna.replica.act([{ kind: 'set', root: 'profile', key: 'source', value: documentName.length.toString() }])
    await until(anna.replica, () => anna.replica.pending === 0)
    expect(anna.replica.refused).toEqual([])
  })

  it('ends its own socket with a frame that is too large', async () => {
    const boris = new RawClient(centre.port, 'boris', card)
    await boris.open()
    const closed = boris.next(() => false)
    boris.sendBytes(new Uint8Array(2 * 1024 * 1024))
    expect(await closed).toBeUndefined()
    anna.replica.act([{ kind: 'set', root: 'profile', key: 'source', value: 'x' }])
    await until(anna.replica, () => anna.replica.pending === 0)
  })

  it('is held after a refusal: what it sends on changes nothing until it says that it has rebased', async () => {
    const boris = new RawClient(centre.port, 'boris', card)
    await boris.open()
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(anna.replica.confirmed))
    const made = (change: () => void) => {
      const before = Y.encodeStateVector(doc)
      change()
      return Y.encodeStateAsUpdate(doc, before)
    }
    const refused = boris.next(({ kind }) => kind === kinds.stateless)
    boris.sendUpdate(made(() => doc.getMap('calls').set(call, 'forged')))
    expect(JSON.parse((await refused)?.text ?? '')).toMatchObject({
      type: 'refused',
      code: 'not-yours',
      root: 'calls',
      key: call,
    })
    const fresh = new Y.Doc()
    fresh.getText('notes').insert(0, 'held')
    const answered = boris.next(({ kind }) => kind === syncStatus)
    boris.sendUpdate(Y.encodeStateAsUpdate(fresh))
    await answered
    expect((await live()).text).toBe('')
    boris.sendStateless('{"type":"rebased"}')
    boris.sendUpdate(Y.encodeStateAsUpdate(fresh))
    await until(anna.replica, () => anna.replica.view.getText('notes').toString() === 'held')
    boris.close()
  })
})
