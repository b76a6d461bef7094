/**
 * Thousands of updates from people who write them themselves. Whatever they send: nothing illegal in any document, in
 * any colleague's replica, in the ledger or in SQL.
 *
 * `KARTOTEKA_SEED` plays a run again; `KARTOTEKA_HOSTILE_UPDATES` makes it longer.
 */
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { parseDocumentName } from '#domain/documents/names.ts'
import type { DocumentShape } from '#domain/documents/shape.ts'
import type { Actor } from '#domain/people/person.ts'
import type { Change } from '#domain/policy/change.ts'
import { Admission } from './admission.ts'
import { OpenDocument } from './open-document.ts'
import { call, HostileClient } from './testing/hostile-updates.ts'
import { foreignContent, illegalChanges, stateOf, type State } from './testing/legal-change.ts'
import { putOnCard, putOnLine } from './testing/calls.ts'
import { actors, around, openCentre, type Centre } from './testing/open-centre.ts'
import { Random } from './testing/random.ts'

const seed = Number(process.env['KARTOTEKA_SEED'] ?? Date.now() % 1_000_000_007)
const total = Number(process.env['KARTOTEKA_HOSTILE_UPDATES'] ?? 20_000)
const documentCount = 40

let centre: Centre
let admission: Admission
beforeEach(async () => {
  centre = await openCentre()
  admission = new Admission(centre.ledger, around)
})
afterEach(() => centre.close(), 30_000)

interface Origin {
  actor: Actor
  attack?: string
}

/** One live document, watched from outside. */
class Watched {
  readonly open: OpenDocument
  /** An honest colleague's. */
  readonly replica = new Y.Doc()
  readonly wrong: string[] = []
  changes = 0
  admitted = 0
  refused = 0
  private state: State

  constructor(documentName: string) {
    const name = parseDocumentName(documentName)
    if (!name) throw new RangeError(documentName)
    this.open = new OpenDocument(name, documentName, new Y.Doc(), centre.ledger)
    const { live, shape } = this.open
    this.state = stateOf(live, shape)
    live.on('update', (update: Uint8Array, { actor, attack }: Origin) => {
      const state = stateOf(live, shape)
      this.changes++
      Y.applyUpdate(this.replica, update)
      if (attack !== undefined)
        this.note(`${attack} by ${actor.id}`, illegalChanges(this.state, state, actor))
      this.state = state
    })
  }

  async take(update: Uint8Array, actor: Actor, attack: string): Promise<'admitted' | 'refused'> {
    const before = this.changes
    const result = await admission.admit(this.open, update, actor, { actor, attack })
    if (result.kind === 'unwritten') throw new Error(result.reason)
    this[result.kind]++
    if (result.kind === 'refused' && this.changes > before) this.note(attack, ['refused, and yet applied'])
    const { live, shape } = this.open
    const waiting = live.store.pendingStructs || live.store.pendingDs || live.share.size !== shape.size
    if (waiting || this.changes > before) this.note(attack, foreignContent(live, shape))
    return result.kind
  }

  note(attack: string, found: readonly string[]) {
    if (this.wrong.length < 10) this.wrong.push(...found.map((what) => `${attack}: ${what}`))
  }
}

/** What there is to be attacked, set by those who may. */
async function prepare(open: OpenDocument) {
  if (open.name.kind === 'line') {
    const pbx = { state: 'connected', training: false }
    await admission.transact(open, actors.bridge, (doc) => doc.getMap('pbx').set('state', pbx))
    await admission.transact(open, actors.bridge, putOnLine(call))
    const matches = { known: [], region: { ru: 'Казань', en: 'Kazan' } }
    await admission.transact(open, actors.filing, (doc) => doc.getMap('matches').set(call, matches))
    return
  }
  await admission.transact(open, actors.filing, putOnCard(call))
  await admission.transact(open, actors.supervisor, (doc) => {
    doc.getMap('dispositions').set(`${call}/1`, { result: 'booked', comment: '', by: 'supervisor' })
    doc.getMap('profile').set('priority', 'high')
    doc.getMap('phones').set('+79161112233', { label: '' })
    doc.getText('notes').insert(0, 'Просит утро, аллергия на лидокаин')
  })
}

/** An operator twice, for more to come through; a reader; somebody without a grant; a service that may write lines. */
const attackers = ['anna', 'anna', 'controller', 'vera', 'bridge'] as const

async function attack(number: number, updates: number): Promise<Watched> {
  const random = new Random(seed + number * 7919)
  const watched = new Watched(number === 0 ? 'line/alpha' : `card/alpha/${`${number}`.padStart(26, '0')}`)
  const { open } = watched
  await prepare(open)
  const clients = attackers.map((who) => ({
    actor: actors[who],
    client: new HostileClient(random, open.live, open.shape, who),
  }))
  for (let sent = 0; sent < updates; sent++) {
    const { actor, client } = random.pick(clients)
    const outcome = await watched.take(client.next(), actor, client.attack)
    if (outcome === 'refused' && random.chance(3)) client.rebase()
    if (sent % 25 > 0) continue
    const honest = await admission.transact(open, actors.filing, (doc) =>
      open.name.kind === 'line'
        ? doc.getMap('patients').set('1.1', '01JC0000000000000000000001')
        : doc.getMap('profile').set('source', `s${sent}`),
    )
    if (honest.kind !== 'admitted') watched.note('a neighbour', ['was refused'])
  }
  return watched
}

function rowsOf(documentName: string) {
  const database = new Database(centre.path)
  const rows = database
    .prepare(
      'SELECT sequence, actor, client, "update", changes FROM ledger WHERE document = ? ORDER BY sequence',
    )
    .all(documentName) as {
    sequence: number
    actor: string
    client: number | null
    update: ArrayBuffer
    changes: string
  }[]
  database.close()
  return rows
}

/** The fields as the ledger's changes tell of them. */
function told(shape: DocumentShape, changes: readonly Change[]): State['maps'] {
  const maps = new Map(
    [...shape].flatMap(([root, kind]) => (kind === 'map' ? [[root, new Map<string, unknown>()]] : [])),
  )
  for (const change of changes) {
    if (change.type === 'text' || change.lost) continue
    if (change.after === undefined) maps.get(change.root)?.delete(change.key)
    else maps.get(change.root)?.set(change.key, change.after)
  }
  return Object.fromEntries([...maps].map(([root, fields]) => [root, Object.fromEntries(fields)]))
}

function expectLedgerToTell({ open, replica }: Watched) {
  const rows = rowsOf(open.documentName)
  const replayed = new Y.Doc()
  const owners = new Map<number, string>()
  rows.forEach(({ sequence, actor, client, update }, index) => {
    expect(sequence).toBe(index + 1)
    Y.applyUpdate(replayed, new Uint8Array(update))
    if (client === null) return
    expect(owners.get(client) ?? actor).toBe(actor)
    owners.set(client, actor)
  })
  const loaded = new OpenDocument(open.name, open.documentName, new Y.Doc(), centre.ledger)
  loaded.load()
  const state = stateOf(open.live, open.shape)
  for (const doc of [replayed, loaded.live, replica]) {
    expect(stateOf(doc, open.shape)).toEqual(state)
    expect(Y.encodeStateVector(doc)).toEqual(Y.encodeStateVector(open.live))
    expect(foreignContent(doc, open.shape)).toEqual([])
  }
  expect(
    told(
      open.shape,
      rows.flatMap(({ changes }) => JSON.parse(changes) as Change[]),
    ),
  ).toEqual(state.maps)
}

function expectSqlToTell({ open }: Watched) {
  const database = new Database(centre.path)
  const all = (sql: string) => database.prepare(sql).all(open.documentName)
  const { maps } = stateOf(open.live, open.shape)
  const [patient] = all('SELECT family_name, given_name FROM patients WHERE document = ?')
  expect(patient).toEqual({
    family_name: maps['profile']?.['familyName'] ?? '',
    given_name: maps['profile']?.['givenName'] ?? '',
  })
  const dispositions = all(
    `SELECT call || '/' || slot AS key, result, comment, "by" FROM dispositions WHERE document = ?`,
  ) as { key: string; result: string; comment: string; by: string }[]
  expect(Object.fromEntries(dispositions.map(({ key, ...disposition }) => [key, disposition]))).toEqual(
    maps['dispositions'],
  )
  const phones = all('SELECT number FROM phones WHERE document = ? ORDER BY number') as { number: string }[]
  expect(phones.map(({ number }) => number)).toEqual(Object.keys(maps['phones'] ?? {}).sort())
  database.close()
}

describe('hostile updates', () => {
  it(
    `change nothing they may not, ${total} of them, KARTOTEKA_SEED=${seed}`,
    { timeout: 600_000 },
    async () => {
      const each = Math.ceil(total / documentCount)
      const documents = await Promise.all(
        Array.from({ length: documentCount }, (_, number) => attack(number, each)),
      )
      expect(documents.flatMap(({ wrong }) => wrong)).toEqual([])
      await centre.ledger.settle()
      for (const watched of documents) {
        expectLedgerToTell(watched)
        if (watched.open.name.kind === 'card') expectSqlToTell(watched)
      }
      // The attacks are worth something only if some come through and most do not.
      const sum = (what: 'admitted' | 'refused') => documents.reduce((all, watched) => all + watched[what], 0)
      expect(sum('admitted')).toBeGreaterThan(total / 100)
      expect(sum('refused')).toBeGreaterThan(total / 3)
    },
  )
})
