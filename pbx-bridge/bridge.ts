/** The bridge between the PBX and the lines: what the PBX says goes to the sync server, what people ask goes to the PBX. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Logger } from 'pino'
import { directoryOf } from '#domain/telephony/directory.ts'
import { listen, type ListenerHandlers } from './ami/listener.ts'
import { observe } from './ami/observe.ts'
import { createSender } from './ami/sender.ts'
import type { Fields } from './ami/trust.ts'
import { openCallBook } from './call-book.ts'
import { createCommander } from './commander.ts'
import { createDeliveries } from './delivery.ts'
import { openJournal } from './journal.ts'
import { openLineDocuments, type LineDocumentsOptions } from './line-documents.ts'
import type { LineWriter } from './line-writer.ts'
import { openRecordingsSpool } from './recordings-spool.ts'
import { bringRecordings, recordingPath } from './recordings.ts'
import type { BridgeSettings } from './settings.ts'
import { openSpool } from './spool.ts'
import { fetchTelephony, type Telephony } from './telephony.ts'

export interface Bridge {
  /** Calls that have not been handed over to their end. */
  open(): number
  stop(): Promise<void>
}

/** Milliseconds throughout. */
const timing = {
  ping: 10_000,
  deadline: 5_000,
  reconnect: { first: 200, longest: 10_000 },
  journal: 1_000,
  telephony: 10_000,
  notes: 5_000,
  prune: 3_600_000,
  remember: 48 * 3_600_000,
  recordings: {
    stillFor: 20_000,
    lostAfter: 24 * 3_600_000,
    givenUpAfter: 7 * 24 * 3_600_000,
    retry: { first: 400, longest: 300_000 },
  },
}

const nobody: Telephony = { clinics: [], people: [] }

export function startBridge(
  settings: BridgeSettings,
  log: Logger,
  openWriter: (options: LineDocumentsOptions) => LineWriter = openLineDocuments,
): Bridge {
  mkdirSync(dirname(settings.spool), { recursive: true })
  const spool = openSpool(settings.spool)
  const recordingsSpool = openRecordingsSpool(spool.database)
  const { server, serviceSecret } = settings
  const connection = {
    ...settings.ami,
    pingEvery: timing.ping,
    deadline: timing.deadline,
    reconnect: timing.reconnect,
  }

  let telephony = spool.telephony() ?? nobody
  const book = openCallBook({
    spool,
    journal: openJournal(settings.queueLog, settings.systemName, spool.position(), Date.now()),
    directory: directoryOf(telephony.clinics, telephony.people),
    recordingPath: (id) => recordingPath(settings.recordings, id),
    offer: (found) => deliveries.offer(found),
  })
  const sender = createSender({ ...connection, ...settings.sender }, (reason) =>
    log.warn({ reason }, 'no connection to send commands to the PBX'),
  )
  const commander = createCommander(sender, book.call)
  const writer = openWriter({
    url: new URL('/sync', server.replace(/^http/, 'ws')).href,
    serviceSecret,
    log,
    onLine(calls) {
      if (book.compare(calls)) listener.takeStock()
    },
    onCommand: commander.obey,
  })
  const deliveries = createDeliveries(spool, writer, log, (call) => {
    book.close(call.id)
    if (!call.recorded || call.answeredAt === null) return
    recordingsSpool.add(call.id, call.clinic, Date.now())
    recordings.wake()
  })
  const recordings = bringRecordings({
    directory: settings.recordings,
    server,
    serviceSecret,
    spool: recordingsSpool,
    log,
    ...timing.recordings,
  })

  async function liveChannels(): Promise<readonly Fields[]> {
    const result = await sender.list('CoreShowChannels')
    if (result.done) return result.items
    throw new Error(`the list of live channels: ${result.message}`)
  }
  function showPbx(state: 'connected' | 'reconnecting'): void {
    writer.showPbx({ state, training: settings.training })
  }
  const handlers: ListenerHandlers = {
    liveChannels,
    onEvents: (events) => book.take(events.flatMap((event) => observe(event) ?? [])),
    onLive: book.takeStock,
    onUntrusted(packets) {
      const reasons = packets.map(
        ({ reason, name }) => `${reason}: ${name === undefined ? '?' : name.slice(0, 40)}`,
      )
      log.warn({ reasons }, 'something that the PBX did not say came over its line')
    },
    onStockUnknown: (reason) => log.warn({ reason }, 'the live calls could not be asked for'),
    onConnected() {
      log.info('hearing the PBX')
      showPbx('connected')
    },
    onLost(reason) {
      log.warn({ reason }, 'not hearing the PBX')
      showPbx('reconnecting')
    },
  }
  const listener = listen(
    { ...connection, ...settings.listener, systemName: settings.systemName },
    handlers,
    spool.lastSeenAt(),
  )

  const stopping = new AbortController()
  async function refreshTelephony(): Promise<void> {
    const result = await fetchTelephony(
      server,
      serviceSecret,
      AbortSignal.any([stopping.signal, AbortSignal.timeout(5_000)]),
    )
    if (stopping.signal.aborted) return
    if (!result.ok)
      return log.warn({ reason: result.reason }, 'numbers and telephones could not be asked for')
    if (JSON.stringify(result.telephony) === JSON.stringify(telephony)) return
    telephony = result.telephony
    spool.keepTelephony(telephony)
    serve()
  }
  function serve(): void {
    writer.serve(telephony.clinics.map(({ id }) => id))
    book.use(directoryOf(telephony.clinics, telephony.people))
  }
  serve()
  showPbx('reconnecting')
  deliveries.offer(spool.undelivered())
  void refreshTelephony()

  const timers = [
    setInterval(book.readJournal, timing.journal),
    setInterval(() => void refreshTelephony(), timing.telephony),
    setInterval(() => spool.seen(listener.lastSeenAt()), timing.notes),
    setInterval(() => book.prune(Date.now() - timing.remember), timing.prune),
  ]

  return {
    open: book.size,
    async stop() {
      stopping.abort()
      timers.forEach(clearInterval)
      await Promise.all([listener.stop(), sender.stop(), recordings.stop()])
      book.flush()
      spool.seen(listener.lastSeenAt())
      deliveries.stop()
      writer.close()
      spool.close()
    },
  }
}
