/** The training line at 20 calls a second: every call must be on a card afterwards, once, with the end it had. */
import Database from 'libsql'
import { known, parseClinicId, parsePersonId } from '#domain/ids.ts'
import { parsePhone } from '#domain/phone.ts'
import { openTrainingCentre, type TrainingCentre } from '#e2e/rig/training-centre.ts'
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
    const before = filed(centre)
    const wanted = options.rate * options.seconds
    const calls: Promise<'answered' | 'abandoned'>[] = []
    const begun = performance.now()
    while (calls.length < wanted) {
      const due = Math.min(wanted, Math.floor(((performance.now() - begun) / 1000) * options.rate))
      while (calls.length < due) calls.push(oneCall(centre, calls.length))
      await pause(5)
    }
    const ends = await Promise.all(calls)
    const over = performance.now()
    await filedOrQuiet(centre, before.length + wanted)
    const after = filed(centre).slice(before.length)
    const answered = after.filter(({ outcome }) => outcome === 'answered').length
    return {
      'line: calls made': wanted,
      'line: calls lost': wanted - new Set(after.map(({ call }) => call)).size,
      'line: calls filed twice': after.length - new Set(after.map(({ call }) => call)).size,
      'line: calls with a wrong outcome': Math.abs(
        answered - ends.filter((end) => end === 'answered').length,
      ),
      'line: last call filed after its end, s': (performance.now() - over) / 1000,
    }
  } finally {
    await centre.end()
  }
}

/** Every third caller gives up; the others talk for a second or two. */
async function oneCall({ line }: TrainingCentre, index: number): Promise<'answered' | 'abandoned'> {
  const { clinic, did, operator, extension } = dids[index % dids.length === 0 ? 0 : 1]
  const number = known(parsePhone, `+7916${String(5_550_000 + (index % callers)).padStart(7, '0')}`)
  const call = line.call({ clinic, did, number })
  await pause(400 + (index % 7) * 100)
  if (index % 3 === 0) {
    call.giveUp()
    await call.over
    return 'abandoned'
  }
  call.pickUp({ person: known(parsePersonId, operator), extension })
  await pause(800 + (index % 5) * 200)
  call.hangUp(index % 2 === 0 ? 'patient' : 'operator')
  await call.over
  return 'answered'
}

function filed({ databasePath }: TrainingCentre): { call: string; outcome: string }[] {
  const database = new Database(databasePath, { timeout: 5000 })
  const rows = database.prepare('SELECT call, outcome FROM calls ORDER BY rowid').all() as {
    call: string
    outcome: string
  }[]
  database.close()
  return rows
}

/** Until `wanted` calls are filed, or none has been for ten seconds. */
async function filedOrQuiet(centre: TrainingCentre, wanted: number): Promise<void> {
  let last = filed(centre).length
  let changedAt = performance.now()
  while (last < wanted && performance.now() - changedAt < 10_000) {
    await pause(100)
    const now = filed(centre).length
    if (now !== last) changedAt = performance.now()
    last = now
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
