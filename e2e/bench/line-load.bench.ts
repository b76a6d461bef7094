/**
 * The training line at 20 calls a second: every call must be on a card and in the database afterwards, once, with the
 * end it had, and on the line no more.
 */
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import Database from 'libsql'
import * as v from 'valibot'
import * as Y from 'yjs'
import type { TrainingCall } from '#asterisk/training-line/training-call.ts'
import { readCalls } from '#domain/documents/card.ts'
import { readLine } from '#domain/documents/line.ts'
import { lineName } from '#domain/documents/names.ts'
import { known, parseClinicId, parsePersonId, type CallId } from '#domain/ids.ts'
import { parsePhone } from '#domain/phone.ts'
import type { CallRecord } from '#domain/telephony/call.ts'
import { callIdOf } from '#domain/telephony/pbx-names.ts'
import { openTrainingCentre, type TrainingCentre } from '#e2e/rig/training-centre.ts'
import { compareEnds, type CallEnd, type FiledCall } from './call-ends.ts'
import type { Figures } from './figures.ts'

const dids = [
  {
    clinic: known(parseClinicId, 'alpha'),
    did: known(parsePhone, '+74951200001'),
    operator: 'maria',
    extension: '103',
  },
  {
    clinic: known(parseClinicId, 'beta'),
    did: known(parsePhone, '+78432100001'),
    operator: 'timur',
    extension: '104',
  },
] as const
/** Callers, some of whom call again. */
const callers = 400

export async function lineLoadFigures(options: { rate: number; seconds: number }): Promise<Figures> {
  const centre = await openTrainingCentre()
  try {
    const before = new Set(inDatabase(centre).map(({ record }) => record.id))
    const isNew = ({ record }: FiledCall): boolean => !before.has(record.id)
    const wanted = options.rate * options.seconds
    const calls: Promise<readonly [CallId, CallEnd]>[] = []
    const begun = performance.now()
    while (calls.length < wanted) {
      const due = Math.min(wanted, Math.floor(((performance.now() - begun) / 1000) * options.rate))
      while (calls.length < due) calls.push(oneCall(centre, calls.length))
      await pause(5)
    }
    const played = new Map(await Promise.all(calls))
    const over = performance.now()
    await filedOrQuiet(centre, before.size + wanted)
    const lastFiled = performance.now()

    const rows = inDatabase(centre).filter(isNew)
    const cards = await onCards(centre, new Set(rows.map(({ document }) => document)))
    const { lost, doubled, wrong, neverMade } = compareEnds(played, [rows, cards.filter(isNew)])
    const onLine = await leftOnLine(centre)
    return {
      'line: calls made': wanted,
      'line: calls lost': lost.length,
      'line: calls filed twice': doubled.length,
      'line: calls with a wrong end': wrong.length,
      'line: calls filed that nobody made': neverMade.length,
      'line: calls left on the line': onLine.filter((call) => played.has(call)).length,
      'line: last call filed after its end, s': (lastFiled - over) / 1000,
    }
  } finally {
    await centre.end()
  }
}

/** Every third caller gives up; the others talk for a second or two. Answers how it must be told of. */
async function oneCall(centre: TrainingCentre, index: number): Promise<readonly [CallId, CallEnd]> {
  const { clinic, did, operator, extension } = dids[index % dids.length === 0 ? 0 : 1]
  const number = known(parsePhone, `+7916${String(5_550_000 + (index % callers)).padStart(7, '0')}`)
  const call = centre.line.call({ clinic, did, number })
  const end = { did, number }
  await pause(400 + (index % 7) * 100)
  if (index % 3 === 0) {
    call.giveUp()
    await call.over
    return [idOf(centre, call), { ...end, outcome: 'abandoned', operator: null, hungUpBy: 'patient' }]
  }
  const person = known(parsePersonId, operator)
  const hungUpBy = index % 2 === 0 ? 'patient' : 'operator'
  call.pickUp({ person, extension })
  await pause(800 + (index % 5) * 200)
  call.hangUp(hungUpBy)
  await call.over
  return [idOf(centre, call), { ...end, outcome: 'answered', operator: person, hungUpBy }]
}

const idOf = ({ secrets }: TrainingCentre, call: TrainingCall): CallId =>
  known((id) => callIdOf(id, secrets.pbxSystemName), call.caller.id)

const Rows = v.array(
  v.object({
    document: v.string(),
    record: v.pipe(
      v.string(),
      v.transform((text): CallRecord => JSON.parse(text)),
    ),
  }),
)

function inDatabase({ databasePath }: TrainingCentre): FiledCall[] {
  const database = new Database(databasePath, { timeout: 5000 })
  const rows = v.parse(Rows, database.prepare('SELECT document, record FROM calls').all())
  database.close()
  return rows
}

/** Cards opened at once. */
const together = 20

/** As somebody at work sees them. */
async function onCards(centre: TrainingCentre, names: ReadonlySet<string>): Promise<FiledCall[]> {
  const cookie = await centre.signIn('elena')
  const calls: FiledCall[] = []
  const left = [...names]
  while (left.length > 0) {
    const answer = await fetch(`${centre.url}/api/sync-token`, { headers: { cookie } })
    const { token } = v.parse(v.object({ token: v.string() }), await answer.json())
    const read = await readDocuments(centre, token, left.splice(0, together), readCalls)
    for (const [document, records] of read) calls.push(...records.map((record) => ({ document, record })))
  }
  return calls
}

async function leftOnLine(centre: TrainingCentre): Promise<CallId[]> {
  const names = dids.map(({ clinic }) => lineName(clinic))
  const lines = await readDocuments(centre, centre.secrets.service, names, readLine)
  return [...lines.values()].flatMap((calls) => calls.map(({ call }) => call.id))
}

/** What the server sends to whoever opens these documents anew, by their names. */
async function readDocuments<Read>(
  { url }: TrainingCentre,
  token: string,
  names: readonly string[],
  read: (doc: Y.Doc) => Read,
): Promise<Map<string, Read>> {
  const socket = new HocuspocusProviderWebsocket({ url: `${url.replace('http', 'ws')}/sync` })
  try {
    return new Map(
      await Promise.all(
        names.map(async (name): Promise<[string, Read]> => {
          const document = new Y.Doc()
          const provider = new HocuspocusProvider({ websocketProvider: socket, name, document, token })
          await new Promise<void>((resolve, reject) => {
            provider.on('synced', () => resolve())
            provider.on('authenticationFailed', ({ reason }: { reason: string }) =>
              reject(new Error(`${name}: ${reason}`)),
            )
            provider.attach()
          })
          const found = read(document)
          provider.destroy()
          return [name, found]
        }),
      ),
    )
  } finally {
    socket.destroy()
  }
}

/** Until `wanted` calls are filed, or none has been for ten seconds. */
async function filedOrQuiet(centre: TrainingCentre, wanted: number): Promise<void> {
  let last = inDatabase(centre).length
  let changedAt = performance.now()
  while (last < wanted && performance.now() - changedAt < 10_000) {
    await pause(100)
    const now = inDatabase(centre).length
    if (now !== last) changedAt = performance.now()
    last = now
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
