/**
 * Signing in and out by e-mail address and password, and who a request comes from. better-auth does it; this file
 * keeps to the few of its doors that are used, so that nothing else of it (sign-up, profile changes) is reachable.
 */
import { betterAuth } from 'better-auth'
import { eq } from 'drizzle-orm'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { parsePersonId, type PersonId } from '#domain/ids.ts'
import type { Store } from '#sync-server/store/open.ts'
import { people } from '#sync-server/store/schema/people.ts'
import { credentials, rateLimits, sessions, verifications } from '#sync-server/store/schema/sign-in.ts'
import { openAccountLimit } from './account-limit.ts'

/** Where a request comes from, for limits and for the list of sessions. */
export interface Caller {
  /** The network address. */
  address: string
  userAgent: string
}

export interface Session {
  id: string
  person: PersonId
  /** `Set-Cookie` values to pass on when the session has been prolonged. */
  cookies: readonly string[]
}

export type SignInResult =
  | { signedIn: true; cookies: readonly string[] }
  | { signedIn: false; reason: 'wrong-password' | 'too-many-attempts' }

export interface Sessions {
  signIn(given: { email: string; password: string }, caller: Caller): Promise<SignInResult>
  /** Ends the session that the headers carry; answers the cookies that take it away. */
  signOut(headers: Headers): Promise<readonly string[]>
  /** `undefined` when nobody is signed in, or too long ago; `ended` when somebody has put an end to the session. */
  find(headers: Headers): Promise<Session | 'ended' | undefined>
  /** Called with the id of each session that has ended; returns the way to stop listening. */
  onEnd(listener: (session: string) => void): () => void
}

/** An office of fifty shares one address. */
const anOffice = { window: 60, max: 60 }
/** Seconds: a week without any request ends a session; a request prolongs it once an hour. */
const lifetime = { expiresIn: 7 * 24 * 3600, updateAge: 3600 }

const hidden = { type: 'string', input: false, returned: false } as const

const addressHeader = 'x-kartoteka-address'

export function openSessions(options: {
  store: Store
  /** Signs the cookies. */
  secret: string
  /** `https:` makes the cookies travel over TLS only. */
  baseUrl: string
  /** Attempts to sign in from one network address, `max` in `window` seconds. */
  perAddress?: { window: number; max: number }
  /** Milliseconds since 1970, for the limit per account. */
  now?: () => number
}): Sessions {
  const { store, secret, baseUrl, perAddress = anOffice, now = Date.now } = options
  const accountLimit = openAccountLimit(store, now)
  const listeners = new Set<(session: string) => void>()

  const auth = betterAuth({
    secret,
    baseURL: baseUrl,
    basePath: '/api/auth',
    logger: { disabled: true },
    telemetry: { enabled: false },
    database: drizzleAdapter(store.db, {
      provider: 'sqlite',
      schema: {
        user: people,
        session: sessions,
        account: credentials,
        verification: verifications,
        rateLimit: rateLimits,
      },
    }),
    // Columns of ours in the library's table of users: it neither sets nor shows them.
    user: {
      additionalFields: { role: hidden, extension: { ...hidden, required: false }, sipSecret: hidden },
    },
    emailAndPassword: { enabled: true, disableSignUp: true },
    session: lifetime,
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: perAddress.window,
      max: perAddress.max,
      customRules: { '/sign-in/email': perAddress },
    },
    advanced: {
      cookiePrefix,
      useSecureCookies: baseUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      // The API has checked the origin of every request that changes something before it comes here.
      disableOriginCheck: true,
      disableCSRFCheck: true,
    },
    databaseHooks: {
      session: {
        delete: {
          after: ({ id }) => {
            for (const listener of listeners) listener(id)
            return Promise.resolve()
          },
        },
      },
    },
  })

  const ask = (path: string, headers: Headers, body: object) =>
    auth.handler(
      new Request(new URL(`/api/auth${path}`, baseUrl), {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      }),
    )

  return {
    async signIn({ email, password }, { address, userAgent }) {
      const account = email.trim().toLowerCase()
      if (!(await accountLimit.admit(account))) return { signedIn: false, reason: 'too-many-attempts' }
      const headers = new Headers({
        'content-type': 'application/json',
        'user-agent': userAgent,
        [addressHeader]: address,
      })
      const answer = await ask('/sign-in/email', headers, { email: account, password })
      if (answer.ok) {
        await accountLimit.forget(account)
        return { signedIn: true, cookies: answer.headers.getSetCookie() }
      }
      if (answer.status === 429) {
        await accountLimit.takeBack(account)
        return { signedIn: false, reason: 'too-many-attempts' }
      }
      if (answer.status >= 500) throw new Error(`sign-in failed with status ${answer.status}`)
      return { signedIn: false, reason: 'wrong-password' }
    },

    async signOut(headers) {
      const answer = await ask('/sign-out', cookieOnly(headers), {})
      return answer.headers.getSetCookie()
    },

    async find(headers) {
      const token = tokenIn(headers)
      if (token === undefined) return undefined
      const [known] = await store.db
        .select({ expiresAt: sessions.expiresAt })
        .from(sessions)
        .where(eq(sessions.token, token))
      if (!known) return 'ended'
      // The library would remove it, and it would look like one that somebody has ended.
      if (known.expiresAt.getTime() <= Date.now()) return undefined
      const found = await auth.api.getSession({ headers: cookieOnly(headers), returnHeaders: true })
      if (found.response === null) return undefined
      const { session, user } = found.response
      const person = parsePersonId(user.id)
      return person && { id: session.id, person, cookies: found.headers.getSetCookie() }
    },

    onEnd(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const cookiePrefix = 'kartoteka'
const sessionCookie = new RegExp(`(?:^|;\\s*)(?:__Secure-)?${cookiePrefix}\\.session_token=([\\w-]+)\\.`)

/** The session's own secret, before its signature; whether that is right is for the library to say. */
const tokenIn = (headers: Headers): string | undefined => sessionCookie.exec(headers.get('cookie') ?? '')?.[1]

/** All that the library needs of a request, and nothing by which a caller could claim an address. */
function cookieOnly(headers: Headers): Headers {
  return new Headers({ 'content-type': 'application/json', cookie: headers.get('cookie') ?? '' })
}
