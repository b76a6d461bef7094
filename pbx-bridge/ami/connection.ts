/** One listening connection to the PBX, from login to the end: believes only what `trust.ts` lets through. */
import { connect } from 'node:net'
import { formatAction, newActionId, type ActionFields } from './action.ts'
import { createPacketReader } from './packets.ts'
import { parseTimestamp } from './timestamp.ts'
import { judgePackets, type Fields, type Packet } from './trust.ts'

export type AmiEvent = Extract<Packet, { kind: 'event' }>
export type Untrusted = Extract<Packet, { kind: 'untrusted' }>
type Response = Extract<Packet, { kind: 'response' }>

export interface ConnectionSettings {
  host: string
  port: number
  user: string
  secret: string
  systemName: string
  /** Milliseconds between two pings, and how long anything may stay unanswered. */
  pingEvery: number
  deadline: number
}

export interface ConnectionHandlers {
  /** Everything trusted that came in one read, in order. */
  onEvents(events: readonly AmiEvent[]): void
  onUntrusted(packets: readonly Untrusted[]): void
}

export interface AmiConnection {
  /** Answers the response; rejects when the connection ends first. */
  act(name: string, fields?: ActionFields): Promise<Fields>
  /** The PBX's clock at the last sign of life, milliseconds since 1970. */
  lastSeenAt(): number
  /** Settles with the reason once the connection has ended. */
  closed: Promise<string>
  close(reason: string): void
}

interface Pending {
  resolve(response: Fields): void
  reject(error: Error): void
}

/** Resolves when logged in; rejects with the reason when that fails. */
export async function openConnection(
  settings: ConnectionSettings,
  handlers: ConnectionHandlers,
): Promise<AmiConnection> {
  const socket = connect({ host: settings.host, port: settings.port, noDelay: true })
  const reader = createPacketReader()
  const pending = new Map<string, Pending>()
  const trust = { systemName: settings.systemName, isPending: (id: string) => pending.has(id) }
  let lastSeenAt = 0
  let loggedIn = false
  let reason = 'the PBX closed the connection'

  const closed = new Promise<string>((resolve) => {
    socket.on('error', (error) => {
      reason = error.message
    })
    socket.on('close', () => {
      clearInterval(pinging)
      for (const action of pending.values()) action.reject(new Error(reason))
      pending.clear()
      resolve(reason)
    })
  })
  const close = (why: string): void => {
    reason = why
    socket.destroy()
  }

  socket.on('data', (bytes) => {
    const packets = judgePackets(reader.read(bytes), trust)
    const events = packets.filter((packet) => packet.kind === 'event')
    lastSeenAt = Math.max(lastSeenAt, ...events.map((event) => event.at))
    const untrusted = packets.filter((packet) => packet.kind === 'untrusted').filter(notTheGreeting)
    if (events.length > 0) handlers.onEvents(events)
    if (untrusted.length > 0) handlers.onUntrusted(untrusted)
    for (const packet of packets) if (packet.kind === 'response') settle(packet)
  })

  /** On login the PBX says FullyBooted without its name; it means nothing to us. */
  function notTheGreeting(packet: Untrusted): boolean {
    return loggedIn || packet.name !== 'FullyBooted'
  }

  function settle({ actionId, success, fields }: Response): void {
    const action = pending.get(actionId)
    pending.delete(actionId)
    if (success) action?.resolve(fields)
    else action?.reject(new Error(fields.get('Message') ?? 'refused'))
  }

  function act(name: string, fields: ActionFields = {}): Promise<Fields> {
    const id = newActionId()
    const text = formatAction(name, id, fields)
    const overdue = (): void => close(`no answer to ${name} in ${settings.deadline} ms`)
    const timer = setTimeout(overdue, settings.deadline)
    return new Promise<Fields>((resolve, reject) => {
      if (socket.destroyed) return reject(new Error(reason))
      pending.set(id, { resolve, reject })
      socket.write(text)
    }).finally(() => clearTimeout(timer))
  }

  async function ping(): Promise<void> {
    const pong = await act('Ping')
    lastSeenAt = Math.max(lastSeenAt, parseTimestamp(pong.get('Timestamp')) ?? 0)
  }
  const pinging = setInterval(
    () => void ping().catch((error: Error) => close(error.message)),
    settings.pingEvery,
  )

  try {
    await act('Login', { Username: settings.user, Secret: settings.secret })
    await ping()
  } catch (error) {
    close(error instanceof Error ? error.message : String(error))
    throw error
  }
  loggedIn = true

  return { act, lastSeenAt: () => lastSeenAt, closed, close }
}
