/** Puts the person who asks beside the request, or answers that nobody is signed in. */
import { createMiddleware } from 'hono/factory'
import type { PersonId } from '#domain/ids.ts'
import type { Person } from '#domain/people/person.ts'
import type { Directory } from '#sync-server/people/directory.ts'
import type { Sessions } from '#sync-server/sign-in/sessions.ts'
import { problem } from './problem.ts'

export interface SignedIn {
  Variables: {
    person: Person
    /** The id of the session. */
    session: string
  }
}

export function signedIn({ sessions, directory }: { sessions: Sessions; directory: Directory }) {
  return createMiddleware<SignedIn>(async (c, next) => {
    const session = await sessions.find(c.req.raw.headers)
    if (!session) return problem(c, 'not-signed-in')
    const person = session === 'ended' ? undefined : await personOf(session.person)
    // The browser is to forget what it keeps.
    if (session === 'ended' || !person) return problem(c, 'session-ended')
    c.set('person', person)
    c.set('session', session.id)
    for (const cookie of session.cookies) c.header('set-cookie', cookie, { append: true })
    await next()
    return undefined
  })

  /** Whoever has a session is in the database: unknown are those who were entered there beside this server. */
  async function personOf(id: PersonId): Promise<Person | undefined> {
    if (!directory.person(id)) await directory.reload()
    return directory.person(id)
  }
}
