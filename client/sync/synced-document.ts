/** One document: its replica, its provider on the shared socket, and who else is there. */
import { HocuspocusProvider, WebSocketStatus, type HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as v from 'valibot'
import * as Y from 'yjs'
import type { DocumentState, OpenDocument, Presence } from '#client/documents/connection.ts'
import { parseDocumentName, type DocumentName } from '#domain/documents/names.ts'
import { documentShapes } from '#domain/documents/shape.ts'
import { parsePersonId } from '#domain/ids.ts'
import { attach } from '#domain/replica/attach.ts'
import type { Kept, Step } from '#domain/replica/keeper.ts'
import { Replica } from '#domain/replica/replica.ts'
import type { Device } from '#client/device/device.ts'
import type { TokenSource } from './token.ts'

export interface DocumentOptions {
  token: TokenSource
  /** Without one nothing outlives the window. */
  device?: Device | undefined
  /** Whether this person may change the field as it stands. */
  mayWrite?(name: DocumentName, doc: Y.Doc, field: { root: string; key: string }): boolean
}

export interface SyncedDocument extends OpenDocument {
  /** Takes up what windows that are gone have left of it on the device. */
  takeUp(): Promise<void>
  /** From now on the others see this person here. */
  appear(): void
  destroy(): void
}

/** Milliseconds after which a document that the server closed is asked for again. */
const askAgainAfter = 500

const State = v.object({
  person: v.object({ id: v.string(), name: v.string() }),
  field: v.optional(v.string()),
  caret: v.optional(v.string()),
})

function parseCaret(text: string | undefined): Y.RelativePosition | undefined {
  if (text === undefined) return undefined
  try {
    return Y.createRelativePositionFromJSON(JSON.parse(text))
  } catch {
    return undefined
  }
}

function parsePresence(client: number, state: unknown): Presence | undefined {
  const parsed = v.safeParse(State, state)
  const id = parsed.success ? parsePersonId(parsed.output.person.id) : undefined
  if (!parsed.success || id === undefined) return undefined
  const { person, field, caret: written } = parsed.output
  const caret = parseCaret(written)
  return {
    client,
    person: { id, name: person.name },
    ...(field !== undefined && { field }),
    ...(caret && { caret }),
  }
}

export function openSyncedDocument(
  socket: HocuspocusProviderWebsocket,
  name: string,
  { token, device, mayWrite }: DocumentOptions,
  onClose: () => void,
): SyncedDocument {
  const parsed = parseDocumentName(name)
  if (!parsed) throw new RangeError(`not a document: ${name}`)
  // What rings and talks is true now or not at all: a line is not kept.
  const place = parsed.kind === 'line' ? undefined : device
  const replica = new Replica(documentShapes[parsed.kind], {
    keeper: place?.keeperOf(name),
    window: place?.window,
    mayWrite: (confirmed, field) => mayWrite?.(parsed, confirmed, field) ?? true,
  })
  const listeners = new Set<() => void>()
  let state: DocumentState = 'loading'
  let askAgain: ReturnType<typeof setTimeout> | undefined
  let destroyed = false
  /** What other windows did while this one read what is on the device. */
  const early: Step[] = []
  let reading = 0
  let shown: Promise<string> | undefined

  const tell = () => {
    for (const listener of listeners) listener()
  }
  const setState = (next: DocumentState) => {
    if (state === next) return
    state = next
    tell()
  }
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name,
    document: replica.confirmed,
    token: () => (shown = token.get()),
  })
  const ask = () => {
    clearTimeout(askAgain)
    askAgain = setTimeout(() => {
      // A socket that is down asks for every document by itself when it is back.
      if (socket.status === WebSocketStatus.Connected) void provider.onOpen(new Event('open'))
    }, askAgainAfter)
  }
  provider.on('synced', ({ state: isSynced }: { state: boolean }) => {
    if (!isSynced) return
    if (state === 'ready') tell()
    setState('ready')
  })
  provider.on('authenticationFailed', ({ reason }: { reason: string }) => {
    if (reason === 'no-access' || reason === 'unknown-document') {
      void place?.forget(name).catch(() => undefined)
      return setState(reason)
    }
    if (reason === 'too-many-documents') setState(reason)
    // Shown again, it would keep from the person for half a minute that the session has ended.
    if (reason === 'unauthenticated' && shown) token.drop(shown)
    ask()
  })
  provider.on('close', () => {
    if (socket.status === WebSocketStatus.Connected) ask()
  })
  provider.awareness?.on('change', tell)
  provider.awareness?.setLocalState(null)
  // All that `confirmed` holds comes from the server; nothing of it goes back there.
  replica.confirmed.off('update', provider.boundDocumentUpdateHandler)
  const letGo = attach(replica, provider)

  /** What the device has is on the screen at once; what the server has comes to it. */
  async function takeUp(): Promise<void> {
    if (!place) return
    reading++
    try {
      const kept = await place.takeUp(name)
      if (!destroyed) adopt(kept)
    } finally {
      reading--
      if (reading === 0 && !destroyed) for (const step of early.splice(0)) replica.follow(step)
    }
  }
  function adopt(kept: Kept): void {
    replica.adopt(kept)
    if (state === 'loading' && kept.confirmed) setState('ready')
    if (kept.rows.length === 0 || !provider.synced) return
    provider.synced = false
    provider.forceSync()
  }
  const stopFollowing = place?.follow(name, (step) => {
    if (reading === 0) replica.follow(step)
    else early.push(step)
  })
  void takeUp()
    .catch(() => undefined)
    .then(() => {
      if (!destroyed) provider.attach()
    })

  return {
    name,
    replica,
    get state() {
      return state
    },
    get fresh() {
      return provider.synced
    },
    presences: () =>
      [...(provider.awareness?.getStates() ?? [])].flatMap(([client, claimed]) =>
        client === replica.confirmed.clientID ? [] : (parsePresence(client, claimed) ?? []),
      ),
    setPresence({ field, caret }) {
      provider.awareness?.setLocalState({
        ...(field !== undefined && { field }),
        ...(caret && { caret: JSON.stringify(Y.relativePositionToJSON(caret)) }),
      })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    takeUp,
    appear: () => provider.awareness?.setLocalState({}),
    close: onClose,
    destroy() {
      destroyed = true
      stopFollowing?.()
      clearTimeout(askAgain)
      letGo()
      // The server knows nothing of a document it did not open, and must not be told that it is closed.
      if (!provider.isAuthenticated) socket.configuration.providerMap.delete(name)
      provider.destroy()
      replica.destroy()
      listeners.clear()
    },
  }
}
