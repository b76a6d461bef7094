/** One socket to the server for all documents of this window, with the replicas that live behind the screens. */
import { HocuspocusProviderWebsocket, WebSocketStatus } from '@hocuspocus/provider'
import type { Connection, ConnectionStatus } from '#client/documents/connection.ts'
import { openSyncedDocument, type SyncedDocument } from './synced-document.ts'
import type { TokenSource } from './token.ts'

/** Milliseconds between attempts to reconnect: at once, then growing to this, with jitter. */
const slowestReconnect = 5_000
/** Milliseconds a document stays open after its last screen has gone, for whoever comes back to it. */
const lingerFor = 20_000

interface Entry {
  document: SyncedDocument
  /** Screens that show it. */
  users: number
  linger?: ReturnType<typeof setTimeout>
}

export function openConnection(options: { url: string; token: TokenSource; now?: () => number }): Connection {
  const { url, token, now = Date.now } = options
  const documents = new Map<string, Entry>()
  const listeners = new Set<() => void>()
  let status: ConnectionStatus = { kind: 'idle' }

  const tell = () => {
    for (const listener of listeners) listener()
  }
  const setStatus = (next: ConnectionStatus) => {
    if (status.kind === next.kind || status.kind === 'signed-out' || status.kind === 'idle') return
    status = next
    tell()
  }

  const socket = new HocuspocusProviderWebsocket({
    url,
    autoConnect: false,
    delay: 250,
    minDelay: 250,
    factor: 1.7,
    maxDelay: slowestReconnect,
    onStatus: ({ status: socketStatus }) => {
      if (socketStatus === WebSocketStatus.Connected) setStatus({ kind: 'online' })
      if (socketStatus === WebSocketStatus.Disconnected) setStatus({ kind: 'offline', since: now() })
    },
    onClose: () => setStatus({ kind: 'offline', since: now() }),
  })
  const stopToken = token.onRefused(() => {
    setStatus({ kind: 'signed-out' })
    socket.disconnect()
  })

  // A line that the browser knows to be back is tried at once, and one that is gone is not waited for.
  const retryNow = () => {
    if (status.kind !== 'offline') return
    // A short break may have left the socket whole.
    if (socket.status === WebSocketStatus.Connected) setStatus({ kind: 'online' })
    else void socket.connect()
  }
  const lineGone = () => setStatus({ kind: 'offline', since: now() })
  globalThis.addEventListener?.('online', retryNow)
  globalThis.addEventListener?.('offline', lineGone)

  const connect = () => {
    status = { kind: 'connecting' }
    queueMicrotask(tell)
    void socket.connect()
  }

  const forget = (name: string) => {
    const entry = documents.get(name)
    if (!entry || entry.users > 0) return
    if (entry.document.replica.pending > 0 || entry.document.replica.refused.length > 0) {
      entry.linger = setTimeout(() => forget(name), lingerFor)
      return
    }
    documents.delete(name)
    entry.document.destroy()
    tell()
  }

  const release = (name: string) => {
    const entry = documents.get(name)
    if (!entry) return
    entry.users -= 1
    if (entry.users === 0) entry.linger = setTimeout(() => forget(name), lingerFor)
  }

  return {
    open(name) {
      const entry: Entry = documents.get(name) ?? {
        document: openSyncedDocument(socket, name, token, () => release(name)),
        users: 0,
      }
      if (status.kind === 'idle') connect()
      if (!documents.has(name)) {
        documents.set(name, entry)
        queueMicrotask(tell)
      }
      clearTimeout(entry.linger)
      entry.users += 1
      return entry.document
    },
    documents: () => [...documents.values()].map(({ document }) => document),
    status: () => status,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    resume() {
      if (status.kind === 'signed-out') connect()
    },
    close() {
      stopToken()
      globalThis.removeEventListener?.('online', retryNow)
      globalThis.removeEventListener?.('offline', lineGone)
      for (const { document, linger } of documents.values()) {
        clearTimeout(linger)
        document.destroy()
      }
      documents.clear()
      socket.destroy()
    },
  }
}
