/**
 * Hands calls over: each as it is now, one version at a time, and never again once its end has been admitted. What
 * the server refuses stays in the spool and is offered again when the call changes or the bridge starts.
 */
import type { Logger } from 'pino'
import type { CallId } from '#domain/ids.ts'
import type { LineCall } from '#domain/telephony/call.ts'
import type { LineWriter } from './line-writer.ts'
import type { Delivery, Spool } from './spool.ts'

export interface Deliveries {
  offer(deliveries: readonly Delivery[]): void
  stop(): void
}

/** Milliseconds. A call rings a moment after it has come: told together, its card is on the screens a round trip sooner. */
const gatherFor = 4

export function createDeliveries(
  spool: Spool,
  writer: LineWriter,
  log: Logger,
  onClosed: (call: LineCall) => void,
): Deliveries {
  const next = new Map<CallId, Delivery>()
  /** The version that is being handed over. */
  const underway = new Map<CallId, number>()
  const gathering = new Map<CallId, NodeJS.Timeout>()

  function gather(id: CallId): void {
    if (gathering.has(id)) return
    const begin = () => {
      gathering.delete(id)
      void deliver(id)
    }
    gathering.set(id, setTimeout(begin, gatherFor))
  }

  async function deliver(id: CallId): Promise<void> {
    for (let delivery = next.get(id); delivery; delivery = next.get(id)) {
      next.delete(id)
      const { call, version } = delivery
      underway.set(id, version)
      try {
        await writer.write(call)
      } catch (error) {
        log.error({ call: id, err: error }, 'the server refused a call')
        break
      }
      spool.delivered(delivery)
      if (call.state === 'ended') {
        next.delete(id)
        onClosed(call)
      }
    }
    underway.delete(id)
  }

  return {
    offer(deliveries) {
      for (const delivery of deliveries) {
        const { id } = delivery.call
        const current = underway.get(id)
        if (current !== undefined && current >= delivery.version) continue
        next.set(id, delivery)
        if (current === undefined) gather(id)
      }
    },
    stop: () => gathering.forEach((timer) => clearTimeout(timer)),
  }
}
