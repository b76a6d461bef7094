/** `GET /api/cards/<clinic>/<patient>/changes`: who changed what on a card, read from the ledger. */
import { Hono } from 'hono'
import { cardName } from '#domain/documents/names.ts'
import { parseClinicId, parsePatientId } from '#domain/ids.ts'
import type { Change } from '#domain/policy/change.ts'
import { mayReadCards } from '#domain/policy/card.ts'
import { problem } from './problem.ts'
import type { SignedIn } from './signed-in.ts'

export interface RecordedChange {
  sequence: number
  /** Milliseconds since 1970. */
  at: number
  by: { id: string; name: string }
  changes: readonly Change[]
}
/** Newest first; empty for a card that has never been written. */
export type ReadChanges = (document: string) => Promise<readonly RecordedChange[]>

export function changeRoutes({ readChanges }: { readChanges: ReadChanges }) {
  return new Hono<SignedIn>().get('/:clinic/:patient/changes', async (c) => {
    const clinic = parseClinicId(c.req.param('clinic'))
    const patient = parsePatientId(c.req.param('patient'))
    if (!clinic || !patient) return problem(c, 'not-found')
    if (!mayReadCards(c.get('person'), clinic)) return problem(c, 'no-access')
    return c.json(await readChanges(cardName(clinic, patient)))
  })
}
