/** `GET /api/recordings/<clinic>/<call>`: the sound of a call, for those who may hear it. */
import { Hono } from 'hono'
import { parseCallId, parseClinicId } from '#domain/ids.ts'
import { mayHear } from '#sync-server/people/rights.ts'
import type { Recordings } from '#sync-server/recordings/recordings.ts'
import { problem } from './problem.ts'
import type { SignedIn } from './signed-in.ts'

export function recordingRoutes({ recordings }: { recordings: Recordings }) {
  return new Hono<SignedIn>().get('/:clinic/:call', async (c) => {
    const clinic = parseClinicId(c.req.param('clinic'))
    const call = parseCallId(c.req.param('call'))
    if (!clinic || !call) return problem(c, 'not-found')
    if (!mayHear(c.get('person'), clinic)) return problem(c, 'no-access')
    return (await recordings.play(clinic, call, c.req.raw)) ?? problem(c, 'no-recording')
  })
}
