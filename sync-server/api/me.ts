/** `GET /api/me`, `/api/people`, `/api/sync-token`: who I am, who my colleagues are, and my key to the socket. */
import { Hono } from 'hono'
import type { Clinic } from '#domain/clinics/clinic.ts'
import { grantFor, type Person } from '#domain/people/person.ts'
import type { Directory } from '#sync-server/people/directory.ts'
import { mayName } from '#sync-server/people/rights.ts'
import type { TelephoneSettings } from '#sync-server/settings.ts'
import type { SyncTokens } from '#sync-server/sign-in/sync-token.ts'
import type { SignedIn } from './signed-in.ts'

/** How this person's browser takes part in calls. */
export type Telephone =
  | { mode: 'none' }
  | { mode: 'training' }
  /** A SIP over WebSocket account of the person's own: `server` is `wss://…`, `uri` is `sip:101@…`. */
  | { mode: 'softphone'; server: string; uri: string; user: string; secret: string }

export interface Me {
  person: Person
  /** By which this person signs in. */
  email: string
  /** Those granted. */
  clinics: Clinic[]
  telephone: Telephone
  /** Milliseconds without use after which this browser is to forget everything; `null` when it need not. */
  idleLimit: number | null
}

export interface MeParts {
  directory: Directory
  syncTokens: SyncTokens
  telephone: TelephoneSettings
  idleLimit: number | null
}

export function meRoutes({ directory, syncTokens, telephone, idleLimit }: MeParts) {
  return new Hono<SignedIn>()
    .get('/me', (c) => {
      const person = c.get('person')
      const clinics = directory.clinics().filter((clinic) => grantFor(person, clinic.id))
      const email = directory.known(person.id)?.email ?? ''
      const me: Me = { person, email, clinics, telephone: telephoneOf(person), idleLimit }
      return c.json(me)
    })
    .get('/people', (c) => {
      const known = directory.everybody().filter(({ person }) => mayName(c.get('person'), person))
      return c.json(known.map(({ person: { id, name } }) => ({ id, name })))
    })
    .get('/sync-token', async (c) => {
      const token = await syncTokens.issue({ person: c.get('person').id, session: c.get('session') })
      return c.json({ token })
    })

  function telephoneOf(person: Person): Telephone {
    const secret = directory.known(person.id)?.sipSecret
    if (person.extension === null || secret === undefined) return { mode: 'none' }
    if (telephone.mode !== 'softphone') return telephone
    const { server, domain } = telephone
    return {
      mode: 'softphone',
      server,
      uri: `sip:${person.extension}@${domain}`,
      user: person.extension,
      secret,
    }
  }
}
