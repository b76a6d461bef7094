/** `POST /api/auth/sign-in/email` and `/api/auth/sign-out`. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { emailAddress, givenPassword } from '#sync-server/people/sign-in-data.ts'
import type { Sessions } from '#sync-server/sign-in/sessions.ts'
import { readJson } from './body.ts'
import { problem } from './problem.ts'

const Credentials = v.object({ email: emailAddress, password: givenPassword })

export function signInRoutes({ sessions }: { sessions: Sessions }) {
  return new Hono()
    .post('/sign-in/email', async (c) => {
      const credentials = await readJson(c, Credentials)
      if (!credentials.ok) return problem(c, 'bad-request')
      const result = await sessions.signIn(credentials.value, {
        address: addressOf(c.req.raw),
        userAgent: c.req.header('user-agent') ?? '',
      })
      if (!result.signedIn) return problem(c, result.reason)
      for (const cookie of result.cookies) c.header('set-cookie', cookie, { append: true })
      return c.json({ signedIn: true })
    })
    .post('/sign-out', async (c) => {
      const cookies = await sessions.signOut(c.req.raw.headers)
      for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
      return c.json({ signedIn: false })
    })
}

/** The network address as the HTTP server (srvx) knows it, behind a trusted proxy too. */
function addressOf(request: Request): string {
  return 'ip' in request && typeof request.ip === 'string' ? request.ip : ''
}
