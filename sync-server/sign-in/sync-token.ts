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
const syncTokenLifetime = 60
const audience = 'sync'
const Claims = v.object({ sub: v.string(), sid: v.string(), exp: v.number() })

export interface SyncTokens {
  issue(identity: SyncIdentity): Promise<string>
  /** `undefined` for a token that is forged, expired, or of a session that has ended. */
  verify(token: string): Promise<SyncIdentity | undefined>
  /** A session has ended: its tokens prove nothing any more. */
  forget(session: string): void
}

export function openSyncTokens({ db }: Store, secret: string): SyncTokens {
  // One token is shown for every document that a window opens within its minute: it is worked out once.
  const proved = new Map<string, { identity: SyncIdentity; until: number }>()
  const keep = (token: string, identity: SyncIdentity, until: number) => {
    for (const [known, entry] of proved) {
      if (entry.until > Date.now()) break
      proved.delete(known)
    }
    proved.set(token, { identity, until })
  }

  return {
    issue({ person, session }) {
      const exp = Math.floor(Date.now() / 1000) + syncTokenLifetime
      return sign({ sub: person, sid: session, aud: audience, exp }, secret, 'HS256')
    },
    async verify(token) {
      const known = proved.get(token)
      if (known && known.until > Date.now()) return known.identity
      const payload = await verify(token, secret, { alg: 'HS256', aud: audience }).catch(() => undefined)
      const claims = v.safeParse(Claims, payload)
      if (!claims.success) return undefined
      const { sub, sid, exp } = claims.output
      const person = parsePersonId(sub)
      if (person === undefined) return undefined
      const [alive] = await db
        .select({ id: sessions.id })
        .from(sessions)
        .where(and(eq(sessions.id, sid), eq(sessions.userId, person), gt(sessions.expiresAt, new Date())))
      if (!alive) return undefined
      const identity = { person, session: sid }
      keep(token, identity, exp * 1000)
      return identity
    },
    forget(session) {
      for (const [token, { identity }] of proved) {
        if (identity.session === session) proved.delete(token)
      }
    },
  }
}
