/** The line to the server as the screens see it; `client/sync` is the real one. */
import type { RelativePosition } from 'yjs'
import type { PersonId } from '#domain/ids.ts'
import type { Replica } from '#domain/replica/replica.ts'

export type ConnectionStatus =
  /** No document has been opened yet, so there is nothing to connect for. */
  | { kind: 'idle' }
  | { kind: 'connecting' }
  | { kind: 'online' }
  /** Milliseconds since 1970. */
  | { kind: 'offline'; since: number }
  | { kind: 'signed-out' }

/** `loading` until the document is here, from the device or from the server; `too-many-documents`: in this window. */
export type DocumentState = 'loading' | 'ready' | 'no-access' | 'unknown-document' | 'too-many-documents'

export interface Presence {
  /** One per open window; a person may have several. */
  client: number
  person: { id: PersonId; name: string }
  /** `<root>/<key>` of the field the person is in. */
  field?: string
  /** In a text. */
  caret?: RelativePosition
}

export interface OpenDocument {
  readonly name: string
  readonly replica: Replica
  readonly state: DocumentState
  /** The server has sent all that it has, and the line has held since. */
  readonly fresh: boolean
  /** Everybody else on this document. */
  presences(): readonly Presence[]
  setPresence(presence: { field?: string; caret?: RelativePosition }): void
  /** Called when `state` or the presences changed. */
  subscribe(listener: () => void): () => void
  close(): void
}

export interface Connection {
  /** Counted: the same name gives the same document until it has been closed as often as opened. */
  open(name: string, purpose?: 'screen' | 'upkeep'): OpenDocument
  documents(): readonly OpenDocument[]
  status(): ConnectionStatus
  /** Called when the status changed, or a document was opened or closed. */
  subscribe(listener: () => void): () => void
  /** Somebody has signed in again after `signed-out`. */
  resume(): void
  close(): void
}
