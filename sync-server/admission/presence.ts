/**
 * Presence carries the verified person: whatever a client claims to be, the server puts in who it is, and a client
 * speaks for its own Yjs clients only.
 */
import type { Connection, Document } from '@hocuspocus/server'
import * as v from 'valibot'
import type { Actor } from '#domain/people/person.ts'

const State = v.object({
  field: v.optional(v.pipe(v.string(), v.maxLength(200))),
  caret: v.optional(v.pipe(v.string(), v.maxLength(500))),
})
/** Browser tabs of one connection; one each is the rule. */
const mostClients = 4

export function stampPresence(
  states: Map<number, Record<string, unknown>>,
  connection: Connection<{ actor: Actor }>,
  document: Document,
): Promise<void> {
  const own = document.getClients(connection)
  const { actor } = connection.context
  let fresh = own.size
  for (const [client, claimed] of states) {
    const parsed = v.safeParse(State, claimed)
    const mine = own.has(client) || (!document.awareness.states.has(client) && ++fresh <= mostClients)
    if (!mine || !parsed.success || actor.kind !== 'person') states.delete(client)
    else states.set(client, { ...parsed.output, person: { id: actor.id, name: actor.name } })
  }
  return Promise.resolve()
}
