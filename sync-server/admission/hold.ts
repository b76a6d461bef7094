/**
 * After a refusal a connection is held: Hocuspocus says "not applied" to whatever it sends, until the client says that
 * it writes on new ground.
 */
import { IncomingMessage, MessageType, type Connection, type Document } from '@hocuspocus/server'
import type { Refusal } from './admission.ts'
import { parseStateless, type StatelessMessage } from './stateless.ts'

export class Hold {
  private readonly held = new WeakSet<Connection>()

  has(connection: Connection): boolean {
    return this.held.has(connection)
  }

  /** The word of refusal must not overtake the author's own changes that were admitted before it. */
  take(connection: Connection, document: Document, refusal: Refusal): void {
    document.flush()
    this.held.add(connection)
    connection.readOnly = true
    connection.sendStateless(JSON.stringify({ type: 'refused', ...refusal }))
  }

  releaseIfRebased(connection: Connection, frame: Uint8Array): void {
    if (!this.held.has(connection) || statelessIn(frame)?.type !== 'rebased') return
    this.held.delete(connection)
    connection.readOnly = false
  }
}

function statelessIn(frame: Uint8Array): StatelessMessage | undefined {
  const message = new IncomingMessage(frame)
  message.readVarString()
  return message.readVarUint() === MessageType.Stateless ? parseStateless(message.readVarString()) : undefined
}
