/** A shared document tied to the life of the component that shows it. */
import { createSignal, onCleanup, type Accessor } from 'solid-js'
import { unwrap } from 'solid-js/store'
import type { Intent } from '#domain/replica/intent.ts'
import type { Replica } from '#domain/replica/replica.ts'
import type { Connection, DocumentState, OpenDocument, Presence } from './connection.ts'

export interface Shared {
  readonly name: string
  readonly replica: Replica
  readonly state: Accessor<DocumentState>
  readonly presences: Accessor<readonly Presence[]>
  /** Tells the others where this person is; `undefined` when in no field. */
  setPresence: OpenDocument['setPresence']
  act(intents: readonly Intent[]): void
}

/** `onView` is called at once, and again whenever what the document says may have changed. */
export function createShared(connection: Connection, name: string, onView: (shared: Shared) => void): Shared {
  const open = connection.open(name)
  const [state, setState] = createSignal(open.state)
  const [presences, setPresences] = createSignal(open.presences())
  const shared: Shared = {
    name,
    replica: open.replica,
    state,
    presences,
    setPresence: (presence) => open.setPresence(presence),
    // A copy: what comes from a screen may be a store's own object, which is no plain data and changes under the outbox.
    act: (intents) => open.replica.act(structuredClone(unwrap(intents))),
  }
  onView(shared)
  const stopView = open.replica.subscribe((event) => {
    if (event.kind === 'view') onView(shared)
  })
  const stopState = open.subscribe(() => {
    setState(open.state)
    setPresences(open.presences())
  })
  onCleanup(() => {
    stopView()
    stopState()
    open.close()
  })
  return shared
}
