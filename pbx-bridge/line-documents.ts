/** The `line/<clinic>` documents, over one socket to the sync server; what is written while it is away waits in memory. */
import { HocuspocusProvider, HocuspocusProviderWebsocket, WebSocketStatus } from '@hocuspocus/provider'
import type { Logger } from 'pino'
import { readLine, type PbxState } from '#domain/documents/line.ts'
import { lineName } from '#domain/documents/names.ts'
import { documentShapes } from '#domain/documents/shape.ts'
import type { ClinicId } from '#domain/ids.ts'
import { attach } from '#domain/replica/attach.ts'
import { Replica } from '#domain/replica/replica.ts'
import type { LineCall } from '#domain/telephony/call.ts'
import { parseCommand, type Command, type CommandResult } from './command.ts'
import type { LineWriter } from './line-writer.ts'

export interface LineDocumentsOptions {
  /** `ws://…/sync` */
  url: string
  serviceSecret: string
  log: Logger
  /** The calls that stand on a clinic's line, whenever they change. */
  onLine(calls: readonly LineCall[]): void
  onCommand(command: Command): Promise<CommandResult>
}

interface Line {
  write(root: 'calls' | 'pbx', key: string, value: LineCall | PbxState): Promise<void>
  close(): void
}

export function openLineDocuments(options: LineDocumentsOptions): LineWriter {
  const socket = new HocuspocusProviderWebsocket({
    url: options.url,
    // A socket on which nothing is open is closed by the server.
    autoConnect: false,
    delay: 250,
    minDelay: 100,
    maxDelay: 5_000,
    factor: 1.7,
  })
  const lines = new Map<ClinicId, Line>()
  let pbx: PbxState | undefined

  function showOn(line: Line): void {
    if (!pbx) return
    line
      .write('pbx', 'state', pbx)
      .catch((error: Error) => options.log.error({ err: error }, 'pbx state refused'))
  }

  return {
    async write(call) {
      const line = lines.get(call.clinic)
      if (!line) throw new Error(`no line is open for clinic ${call.clinic}`)
      await line.write('calls', call.id, call)
    },
    showPbx(state) {
      pbx = state
      for (const line of lines.values()) showOn(line)
    },
    serve(clinics) {
      for (const [clinic, line] of lines) {
        if (clinics.includes(clinic)) continue
        line.close()
        lines.delete(clinic)
      }
      for (const clinic of clinics) {
        if (lines.has(clinic)) continue
        const line = openLine(socket, clinic, options)
        lines.set(clinic, line)
        showOn(line)
      }
      if (lines.size === 0) socket.disconnect()
      else if (!socket.shouldConnect) void socket.connect()
    },
    close() {
      for (const line of lines.values()) line.close()
      lines.clear()
      socket.destroy()
    },
  }
}

/** Milliseconds after which a line that the server closed is asked for again. */
const askAgainAfter = 500

function openLine(
  socket: HocuspocusProviderWebsocket,
  clinic: ClinicId,
  options: LineDocumentsOptions,
): Line {
  const replica = new Replica(documentShapes.line)
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: lineName(clinic),
    document: replica.confirmed,
    token: options.serviceSecret,
  })
  const letGo = attach(replica, provider)
  const settle = inTurn(replica)
  let askAgain: NodeJS.Timeout | undefined

  function ask(): void {
    clearTimeout(askAgain)
    askAgain = setTimeout(() => {
      // A socket that is down asks for every document by itself when it is back.
      if (socket.status === WebSocketStatus.Connected) void provider.onOpen(new Event('open'))
    }, askAgainAfter)
  }
  async function obey(payload: string): Promise<void> {
    const command = parseCommand(payload)
    if (!command) return
    const result = await options.onCommand(command)
    provider.sendStateless(JSON.stringify({ type: 'command-result', id: command.id, ...result }))
  }
  const synced = Promise.withResolvers<void>()
  const tell = (): void => options.onLine(readLine(replica.confirmed).map(({ call }) => call))
  provider.on('synced', ({ state }: { state: boolean }) => {
    if (!state) return
    synced.resolve()
    tell()
  })
  replica.confirmed.getMap('calls').observe(tell)
  provider.on('stateless', ({ payload }: { payload: string }) => void obey(payload))
  provider.on('authenticationFailed', ({ reason }: { reason: string }) => {
    options.log.error({ clinic, reason }, 'the server did not let the bridge onto a line')
    ask()
  })
  provider.on('close', () => {
    if (socket.status === WebSocketStatus.Connected) ask()
  })
  provider.attach()

  return {
    async write(root, key, value) {
      // What the bridge wrote before a restart must be known here: a write beside it, and not after it, may lose to it.
      await synced.promise
      await settle(replica.act([{ kind: 'set', root, key, value: { ...value } }]))
    },
    close() {
      clearTimeout(askAgain)
      letGo()
      provider.destroy()
      replica.destroy()
    },
  }
}

/**
 * Answers a promise for an action. The server admits in order, so of the actions that wait the first ones are those that
 * have left the outbox, except those that it refused.
 */
function inTurn(replica: Replica): (id: string | undefined) => Promise<void> {
  const waiting: { resolve(): void; reject(error: Error): void; id: string }[] = []
  replica.subscribe(({ kind }) => {
    if (kind !== 'outbox') return
    for (const { id, code } of replica.refused) {
      const at = waiting.findIndex((action) => action.id === id)
      waiting.splice(at, at < 0 ? 0 : 1)[0]?.reject(new Error(code))
      replica.dismiss(id)
    }
    for (const action of waiting.splice(0, waiting.length - replica.pending)) action.resolve()
  })
  return async (id) => {
    if (id === undefined || !replica.isPending(id)) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    waiting.push({ id, resolve, reject })
    return promise
  }
}
