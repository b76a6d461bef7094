/** Who a token shown on the sync socket proves: a person by a token of a minute, the bridge by the service secret. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Service } from '#domain/people/person.ts'
import type { Party } from '#sync-server/admission/party.ts'
import type { Directory } from '#sync-server/people/directory.ts'
import type { SyncTokens } from './sync-token.ts'

const bridge: Service = { kind: 'service', id: 'pbx-bridge' }

/** Takes the same time whatever is given. */
export function isSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}

export function authenticator(parts: {
  syncTokens: SyncTokens
  directory: Directory
  serviceSecret: string
}) {
  return async (token: string): Promise<Party | undefined> => {
    if (isSecret(token, parts.serviceSecret)) return { actor: bridge }
    const identity = await parts.syncTokens.verify(token)
    const actor = identity && parts.directory.person(identity.person)
    return identity && actor && { actor, session: identity.session }
  }
}
