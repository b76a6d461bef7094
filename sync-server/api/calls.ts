/** `GET /api/calls?outcome=missed&since=<ms>`: finished calls of the granted clinics, newest first. */
import { Hono } from 'hono'
import * as v from 'valibot'
import type { ClinicId, PatientId } from '#domain/ids.ts'
import type { CallRecord } from '#domain/telephony/call.ts'
import { maySeeCalls } from '#sync-server/people/rights.ts'
import { problem } from './problem.ts'
import type { SignedIn } from './signed-in.ts'

export interface ListedCall {
  clinic: ClinicId
  patient: PatientId
  /** The patient's, family name first; may be empty. */
  name: string
  call: CallRecord
}

export interface CallQuery {
  /** `missed`: incoming calls that nobody answered. */
  outcome: 'missed' | 'any'
  /** Milliseconds since 1970. */
  since: number
}

export interface CallParts {
  listCalls: (clinics: readonly ClinicId[], query: CallQuery) => Promise<readonly ListedCall[]>
}

const Query = v.object({
  outcome: v.optional(v.picklist(['missed', 'any']), 'any'),
  since: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)), '0'),
})

export function callRoutes({ listCalls }: CallParts) {
  return new Hono<SignedIn>().get('/', async (c) => {
    const query = v.safeParse(Query, c.req.query())
    if (!query.success) return problem(c, 'bad-request')
    const person = c.get('person')
    const clinics = person.grants.map(({ clinic }) => clinic).filter((clinic) => maySeeCalls(person, clinic))
    return c.json(clinics.length === 0 ? [] : await listCalls(clinics, query.output))
  })
}
