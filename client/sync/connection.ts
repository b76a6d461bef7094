/** One socket to the server for all documents of this window, with the replicas that live behind the screens. */
import { HocuspocusProviderWebsocket, WebSocketStatus } from '@hocuspocus/provider'
import type { Connection, ConnectionStatus } from '#client/documents/connection.ts'
import { keepUp } from './upkeep.ts'
import { openSyncedDocument, type DocumentOptions, type SyncedDocument } from './synced-document.ts'

/** Milliseconds between attempts to reconnect: at once, then growing to this, with jitter. */
const slowestReconnect = 5_000
/** Milliseconds a document stays open after its last screen has gone, for whoever comes back to it. */
const lingerFor = 20_000

/** Request timeout, as the library itself says when it gives a socket up. */
const lineLost = 4408

class Socket extends HocuspocusProviderWebsocket {
  /** A browser goes on taking frames for a line that is gone, and tells a minute later that it has been closed. */
  lose(): void {
    this.disconnect()
    this.emit('close', { event: { code: lineLost, reason: 'offline' } })
  }
}

interface Entry {
  document: SyncedDocument
  /** Screens that show it, and upkeep. */
  users: number
  /** A screen has shown it: somebody may come back to it. */
  shown: boolean
  linger?: ReturnType<typeof setTimeout>
}

export interface ConnectionOptions extends DocumentOptions {
  url: string
  now?: () => number
}

export function openConnection({ url, now = Date.now, ...options }: ConnectionOptions): Connection {
  const { token, device } = options
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

  const socket = new Socket({
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
    if (status.kind === 'offline') void socket.connect()
  }
  const lineGone = () => {
    if (status.kind === 'idle' || status.kind === 'signed-out') return
    socket.lose()
  }
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
    if (entry.document.replica.isNeeded) {
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
    if (entry.users === 0) entry.linger = setTimeout(() => forget(name), entry.shown ? lingerFor : 0)
  }

  function open(name: string, purpose: 'screen' | 'upkeep' = 'screen'): SyncedDocument {
    const entry: Entry = documents.get(name) ?? {
      document: openSyncedDocument(socket, name, options, () => release(name)),
      users: 0,
      shown: false,
    }
    if (status.kind === 'idle') connect()
    if (!documents.has(name)) {
      documents.set(name, entry)
      queueMicrotask(tell)
    }
    clearTimeout(entry.linger)
    entry.users += 1
    if (purpose === 'screen' && !entry.shown) {
      entry.shown = true
      entry.document.appear()
      void device?.noteOpened(name).catch(() => undefined)
    }
    return entry.document
  }
  const stopUpkeep =
    device &&
    keepUp(device, {
      open,
      find: (name) => documents.get(name)?.document,
      count: () => documents.size,
      isOnline: () => status.kind === 'online',
    })

  return {
    open,
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
      stopUpkeep?.()
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
