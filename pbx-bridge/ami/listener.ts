/**
 * Hears the PBX for ever: connects, takes stock of the live calls, passes events on, and begins anew whenever the
 * connection ends. After anything untrusted it takes stock again, since a true event may have been lost with it.
 */
import type { LiveList } from '#domain/telephony/reconcile.ts'
import { waitBefore, type Backoff } from '../backoff.ts'
import { pause } from '../pause.ts'
import {
  openConnection,
  type AmiConnection,
  type AmiEvent,
  type ConnectionSettings,
  type Untrusted,
} from './connection.ts'
import { liveChannel } from './live-channel.ts'
import { parseTimestamp } from './timestamp.ts'
import type { Fields } from './trust.ts'

export interface ListenerSettings extends ConnectionSettings {
  reconnect: Backoff
}

export interface ListenerHandlers {
  /** Asks the PBX for its channels, on the connection that may; rejects when it cannot. */
  liveChannels(): Promise<readonly Fields[]>
  onEvents(events: readonly AmiEvent[]): void
  /** What lives on the PBX, after each connect and each doubt. */
  onLive(list: LiveList): void
  onUntrusted(packets: readonly Untrusted[]): void
  /** The live calls could not be asked for; they will be again. Events are heard meanwhile. */
  onStockUnknown(reason: string): void
  onConnected(): void
  onLost(reason: string): void
}

export interface Listener {
  /** The PBX's clock at the last sign of life, milliseconds since 1970; 0 before the first. */
  lastSeenAt(): number
  /** Asks for the live calls once more. */
  takeStock(): void
  /** Resolves when the connection is closed. */
  stop(): Promise<void>
}

export function listen(settings: ListenerSettings, handlers: ListenerHandlers, seenBefore = 0): Listener {
  const stopping = new AbortController()
  let connection: AmiConnection | undefined
  let lastSeenAt = seenBefore
  let stocktaking: Promise<void> | undefined
  let doubtful = false
  let again: NodeJS.Timeout | undefined

  /** One at a time; a doubt that arises meanwhile asks for one more. */
  async function takeStock(on: AmiConnection): Promise<void> {
    do {
      doubtful = false
      const askedAt = parseTimestamp((await on.act('Ping')).get('Timestamp')) ?? Date.now()
      const items = await handlers.liveChannels()
      const channels = items.flatMap((item) => liveChannel(item, settings.systemName, askedAt) ?? [])
      // The list may overtake events that wait to be sent here; they have come when the next answer has.
      await on.act('Ping')
      handlers.onLive({ askedAt, lastSeenAt, channels })
      lastSeenAt = askedAt
    } while (doubtful)
  }

  function doubt(on: AmiConnection | undefined): void {
    doubtful = true
    if (!on || stocktaking) return
    stocktaking = takeStock(on)
      .catch((error: Error) => {
        handlers.onStockUnknown(error.message)
        again = setTimeout(() => doubt(connection), settings.deadline)
      })
      .finally(() => {
        stocktaking = undefined
      })
  }

  async function oneConnection(): Promise<void> {
    connection = await openConnection(settings, {
      onEvents: handlers.onEvents,
      onUntrusted(packets) {
        handlers.onUntrusted(packets)
        doubt(connection)
      },
    })
    if (stopping.signal.aborted) connection.close('stopped')
    else handlers.onConnected()
    doubt(connection)
    const reason = await connection.closed
    await stocktaking
    clearTimeout(again)
    lastSeenAt = connection.lastSeenAt()
    connection = undefined
    if (!stopping.signal.aborted) handlers.onLost(reason)
  }

  async function forever(): Promise<void> {
    for (let attempt = 0; !stopping.signal.aborted; attempt++) {
      try {
        await oneConnection()
        attempt = 0
      } catch (error) {
        handlers.onLost(error instanceof Error ? error.message : String(error))
      }
      await pause(waitBefore(attempt, settings.reconnect), stopping.signal)
    }
  }

  const running = forever()
  return {
    lastSeenAt: () => connection?.lastSeenAt() ?? lastSeenAt,
    takeStock: () => doubt(connection),
    async stop() {
      stopping.abort()
      connection?.close('stopped')
      await running
    },
  }
}
