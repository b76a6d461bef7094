/**
 * Sends commands to the PBX over a connection of its own, with asterisk-ami-client inside and guards around it: ids that
 * do not repeat, no line breaks in values, a deadline for everything, pings against half-open connections, lists
 * collected, and reconnection for ever, also after a failed login.
 */
import AmiClient from 'asterisk-ami-client'
import { waitBefore, type Backoff } from '../backoff.ts'
import { pause } from '../pause.ts'
import { newActionId, unsafeField, type ActionFields } from './action.ts'
import type { Fields } from './trust.ts'

export interface SenderSettings {
  host: string
  port: number
  user: string
  secret: string
  /** Milliseconds: between two pings; after which an action has expired, waiting for a connection included. */
  pingEvery: number
  deadline: number
  reconnect: Backoff
}

export type ActionFailure =
  /** The PBX said no. */
  | 'refused'
  /** No answer in time, or no connection. Whether it was carried out is not known. */
  | 'expired'
  /** A value would have been read as a line of its own. */
  | 'unsafe'

export type ActionResult =
  | { done: true; items: readonly Fields[] }
  | { done: false; code: ActionFailure; message: string }

export interface Sender {
  act(name: string, fields?: ActionFields): Promise<ActionResult>
  /** For actions that answer with a list: its items. */
  list(name: string, fields?: ActionFields): Promise<ActionResult>
  stop(): Promise<void>
}

export function createSender(settings: SenderSettings, onLost: (reason: string) => void): Sender {
  const stopping = new AbortController()
  let connected = Promise.withResolvers<AmiClient>()
  const lists = new Map<string, { items: Fields[]; complete(): void }>()

  function collect(event: Record<string, string>): void {
    const list = lists.get(event['ActionID'] ?? '')
    if (!list) return
    if (event['EventList'] === 'Complete') list.complete()
    else list.items.push(new Map(Object.entries(event)))
  }

  async function send(name: string, fields: ActionFields, isList: boolean): Promise<ActionResult> {
    const unsafe = unsafeField(fields)
    if (unsafe !== undefined) return { done: false, code: 'unsafe', message: `line break in ${unsafe}` }
    const id = newActionId()
    const complete = Promise.withResolvers<void>()
    const list = { items: [], complete: complete.resolve }
    if (isList) lists.set(id, list)
    const exchange = async (): Promise<ActionResult> => {
      const client = await connected.promise
      const response = await client.action({ Action: name, ActionID: id, ...fields }, true)
      const accepted = response['Response'] === 'Success' || response['Response'] === 'Pong'
      if (!accepted) return { done: false, code: 'refused', message: response['Message'] ?? 'refused' }
      if (isList) await complete.promise
      return { done: true, items: list.items }
    }
    try {
      return await within(settings.deadline, stopping.signal, exchange())
    } catch (error) {
      return { done: false, code: 'expired', message: messageOf(error) }
    } finally {
      lists.delete(id)
    }
  }

  /** One connection, from login to the end; answers why it ended. */
  async function oneConnection(onLoggedIn: () => void): Promise<string> {
    const ending = new AbortController()
    const signal = AbortSignal.any([stopping.signal, ending.signal])
    const client = new AmiClient({
      reconnect: false,
      keepAlive: false,
      emitEventsByTypes: false,
      emitResponsesById: false,
    })
    const ended = Promise.withResolvers<string>()
    client
      .on('event', collect)
      .on('internalError', (error) => ended.resolve(error.message))
      .on('disconnect', () => ended.resolve('the PBX closed the connection'))
    try {
      const { host, port, user, secret } = settings
      await within(
        settings.deadline,
        stopping.signal,
        client.connect(user, secret, { host, port, noDelay: true, signal }),
      )
      onLoggedIn()
      connected.resolve(client)
      return await Promise.race([ended.promise, pings(signal)])
    } finally {
      connected = Promise.withResolvers()
      ending.abort()
    }
  }

  /** Ends, with the reason, when a ping is not answered. */
  async function pings(ending: AbortSignal): Promise<string> {
    for (;;) {
      await pause(settings.pingEvery, ending)
      if (ending.aborted) return 'ended'
      const result = await send('Ping', {}, false)
      if (!result.done) return `ping: ${result.message}`
    }
  }

  async function forever(): Promise<void> {
    for (let attempt = 0; !stopping.signal.aborted; attempt++) {
      try {
        const reason = await oneConnection(() => {
          attempt = 0
        })
        if (!stopping.signal.aborted) onLost(reason)
      } catch (error) {
        onLost(messageOf(error))
      }
      await pause(waitBefore(attempt, settings.reconnect), stopping.signal)
    }
  }

  const running = forever()
  return {
    act: (name, fields = {}) => send(name, fields, false),
    list: (name, fields = {}) => send(name, fields, true),
    async stop() {
      stopping.abort()
      await running
    },
  }
}

async function within<Value>(
  milliseconds: number,
  stopped: AbortSignal,
  promise: Promise<Value>,
): Promise<Value> {
  const end = Promise.withResolvers<never>()
  const stop = (): void => end.reject(new Error('stopped'))
  const timer = setTimeout(() => end.reject(new Error(`no answer in ${milliseconds} ms`)), milliseconds)
  stopped.addEventListener('abort', stop)
  if (stopped.aborted) stop()
  return Promise.race([promise, end.promise]).finally(() => {
    clearTimeout(timer)
    stopped.removeEventListener('abort', stop)
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
