/**
 * The sync socket carries no cookie: a page asks for a token with its session and shows it on the socket. The token
 * is a JWT of 60 seconds (RFC 7519, HS256), so one that leaks is soon worth nothing.
 */
import { and, eq, gt } from 'drizzle-orm'
import { sign, verify } from 'hono/jwt'
import * as v from 'valibot'
import { parsePersonId, type PersonId } from '#domain/ids.ts'
import type { Store } from '#sync-server/store/open.ts'
import { sessions } from '#sync-server/store/schema/sign-in.ts'

export interface SyncIdentity {
  person: PersonId
  session: string
}

/** Seconds. */
export const syncTokenLifetime = 60
const audience = 'sync'
const Claims = v.object({ sub: v.string(), sid: v.string() })

export interface SyncTokens {
  issue(identity: SyncIdentity): Promise<string>
  /** `undefined` for a token that is forged, expired, or of a session that has ended. */
  verify(token: string): Promise<SyncIdentity | undefined>
}

export function openSyncTokens({ db }: Store, secret: string): SyncTokens {
  return {
    issue({ person, session }) {
      const exp = Math.floor(Date.now() / 1000) + syncTokenLifetime
      return sign({ sub: person, sid: session, aud: audience, exp }, secret, 'HS256')
    },
    async verify(token) {
      const payload = await verify(token, secret, { alg: 'HS256', aud: audience }).catch(() => undefined)
      const claims = v.safeParse(Claims, payload)
      if (!claims.success) return undefined
      const { sub, sid } = claims.output
      const person = parsePersonId(sub)
      if (person === undefined) return undefined
      const [alive] = await db
        .select({ id: sessions.id })
        .from(sessions)
        .where(and(eq(sessions.id, sid), eq(sessions.userId, person), gt(sessions.expiresAt, new Date())))
      return alive && { person, session: sid }
    },
  }
}
