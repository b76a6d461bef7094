/** Who is at the other end of a connection; decided once, when it is authenticated. */
import type { Actor } from '#domain/people/person.ts'
import type { Seat } from './seats.ts'

export interface Party {
  actor: Actor
  /** The sign-in session, absent for services. */
  session?: string
}

/** A party at a document, with its seat on the socket it came by; the server's own services need none. */
export interface Guest extends Party {
  seat?: Seat | undefined
}
