/**
 * Frames that are broken at every level, thousands of them, on the very card on which honest people work. Those who
 * send them may change nothing here, so all that is on the card afterwards is what the honest have written.
 *
 * `KARTOTEKA_SEED` plays a run again; `KARTOTEKA_GARBLED_FRAMES` makes it longer.
 */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { documentShapes } from '#domain/documents/shape.ts'
import { writeVarString, writeVarUint } from 'lib0/encoding'
import { putOnCard } from './testing/calls.ts'
import { Garbler } from './testing/garbler.ts'
import { call, HostileClient } from './testing/hostile-updates.ts'
import { foreignContent, stateOf } from './testing/legal-change.ts'
import { actors, openCentre, synced, until, type Centre, type Participant } from './testing/open-centre.ts'
import { Random } from './testing/random.ts'
import { kinds, RawClient, type Ending } from './testing/raw-client.ts'

const seed = Number(process.env['KARTOTEKA_SEED'] ?? Date.now() % 1_000_000_007)
const total = Number(process.env['KARTOTEKA_GARBLED_FRAMES'] ?? 3_000)
const card = 'card/alpha/01JC0000000000000000000001'
const shape = documentShapes.card
/** A reader of the card, somebody without a grant for it, and somebody who proves nothing. */
const garblers = ['controller', 'vera', 'nobody'] as const

let centre: Centre
beforeEach(async () => {
  // Hocuspocus tells the console of every connection that it closes.
  vi.spyOn(console, 'error').mockReturnValue(undefined)
  vi.spyOn(console, 'warn').mockReturnValue(undefined)
  centre = await openCentre()
}, 30_000)
afterEach(async () => {
  await centre.close()
  vi.restoreAllMocks()
}, 30_000)

/** What the server may say when it ends a garbler's document or socket; docs/connect.md says when. */
const documented: readonly Ending[] = [
  { reason: 'Reset Connection' },
  { reason: 'provider_initiated' },
  { code: 1003, reason: 'frames of the sync protocol only' },
  { code: 4205, reason: 'Reset Connection' },
]

/** Sends `frames` of them, a few at a time, and waits each time for the server to have dealt with them. */
async function garble(client: RawClient, garbler: Garbler, frames: number, token: string, random: Random) {
  for (let sent = 0; sent < frames;) {
    if (!client.isOpen) await client.open()
    for (let few = random.nat(6); few >= 0; few--, sent++) client.sendBytes(garbler.next())
    await answered(client, token)
    if (random.chance(2)) client.sendStateless('{"type":"rebased"}')
  }
}

/** Somebody who is at the card is answered with what is on it, others with a refusal. */
function answered(client: RawClient, token: string): Promise<unknown> {
  const answer = client.next(({ kind }) => kind === kinds.sync || kind === kinds.auth)
  client.send(kinds.sync, (encoder) => {
    writeVarUint(encoder, 0)
    writeVarUint(encoder, 1)
    writeVarUint(encoder, 0)
  })
  client.send(kinds.auth, (encoder) => {
    writeVarUint(encoder, 0)
    writeVarString(encoder, token)
  })
  return answer
}

/** How often the server has closed something of an honest person's. */
function watch({ provider, socket }: Participant) {
  const closings = { count: 0 }
  provider.on('close', () => closings.count++)
  socket.on('disconnect', () => closings.count++)
  return closings
}

async function somebodyAt(actor: 'anna' | 'supervisor') {
  const participant = centre.join(actor, card)
  await synced(participant)
  return { ...participant, closings: watch(participant) }
}

/** Writes all the while; answers the notes as they should be in the end. */
async function work({ replica }: Participant, under: Promise<unknown>): Promise<string> {
  const attack = { over: false }
  void under.finally(() => (attack.over = true))
  let notes = ''
  for (let edit = 0; !attack.over || edit < 20; edit++) {
    const inserted = `<${edit}>`
    replica.act([{ kind: 'edit', root: 'notes', index: 0, removed: 0, inserted }])
    notes = inserted + notes
    await until(replica, () => replica.pending === 0)
  }
  return notes
}

test(`garbled frames end whoever sends them and touch nobody else, KARTOTEKA_SEED=${seed}`, async () => {
  const [anna, supervisor] = [await somebodyAt('anna'), await somebodyAt('supervisor')]
  await centre.door.transact(card, actors.filing, putOnCard(call))
  const byHand = { result: 'booked', comment: '', by: 'supervisor' }
  supervisor.replica.act([{ kind: 'set', root: 'dispositions', key: `${call}/1`, value: byHand }])
  await until(anna.replica, () => anna.replica.confirmed.getMap('dispositions').size === 1)
  const before = await centre.door.read(card, actors.filing, (doc) => stateOf(doc, shape))

  const random = new Random(seed)
  const attackers = garblers.map((token) => {
    const contents = new HostileClient(random, supervisor.replica.confirmed, shape, token)
    return {
      token,
      client: new RawClient(centre.port, token, card),
      garbler: new Garbler(random, contents, card, token),
    }
  })
  const attacked = Promise.all(
    attackers.map(({ token, client, garbler }) =>
      garble(client, garbler, total / attackers.length, token, random),
    ),
  )
  const notes = await work(anna, attacked)
  await attacked

  const state = await centre.door.read(card, actors.filing, (doc) => stateOf(doc, shape))
  expect(state).toEqual({ ...before, text: notes })
  await until(supervisor.replica, () => supervisor.replica.view.getText('notes').toString() === notes)
  const rows = centre.ledger.rowsAfter(card, 0)
  expect(new Set(rows.map(({ actor }) => actor))).toEqual(new Set(['anna', 'supervisor', 'service:filing']))
  const replayed = new Y.Doc()
  for (const { update } of rows) Y.applyUpdate(replayed, update)
  expect(stateOf(replayed, shape)).toEqual(state)
  for (const doc of [replayed, anna.replica.confirmed]) expect(foreignContent(doc, shape)).toEqual([])
  expect([anna.closings.count, supervisor.closings.count, anna.replica.refused.length]).toEqual([0, 0, 0])
  const late = await somebodyAt('anna')
  expect(late.replica.view.getText('notes').toString()).toBe(notes)

  for (const { client, garbler } of attackers) {
    for (const ending of client.endings) expect(documented).toContainEqual(ending)
    expect(client.endings.length).toBeGreaterThan(total / 100)
    expect(Math.min(...garbler.made.values())).toBeGreaterThan(total / 100)
    client.close()
  }
}, 300_000)
