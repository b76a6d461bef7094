/** The AMI side of the training line: logins, pings, the list of channels, and the commands that the bridge sends. */
import { createServer, type Socket } from 'node:net'
import { amiUsers } from '#domain/telephony/pbx-names.ts'
import type { Field } from './recorded-session.ts'

export type Answer = { done: true; message: string } | { done: false; message: string }

export interface AmiServerOptions {
  host: string
  /** 0 lets the system choose. */
  port: number
  secrets: { amiListener: string; amiSender: string }
  channels(): Field[][]
  redirect(channel: string, context: string, exten: string): Answer
  hangUp(channel: string): Answer
  onListener(): void
}

export interface AmiServer {
  port: number
  send(events: readonly (readonly Field[])[]): void
  listeners(): number
  stop(): Promise<void>
}

type Action = ReadonlyMap<string, string>

export async function serveAmi(options: AmiServerOptions): Promise<AmiServer> {
  const listeners = new Set<Socket>()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => {
      sockets.delete(socket)
      listeners.delete(socket)
    })
    // A connection that breaks is told by its close.
    socket.on('error', () => socket.destroy())
    converse(socket)
  })

  function converse(socket: Socket): void {
    let user: string | undefined
    let rest = ''
    socket.write('Asterisk Call Manager/11.0.0\r\n')
    socket.setEncoding('utf8').on('data', (text: string) => {
      const packets = (rest + text).split('\r\n\r\n')
      rest = packets.pop() ?? ''
      for (const packet of packets) {
        const action = parseAction(packet)
        const reply = replyTo(socket, action)
        if (action.get('Action')?.toLowerCase() === 'login') user = logIn(socket, action)
        else if (user === undefined) reply('Error', [['Message', 'Permission denied']])
        else obey(action, reply)
      }
    })
  }

  function logIn(socket: Socket, action: Action): string | undefined {
    const { amiListener, amiSender } = options.secrets
    const secrets = new Map([
      [amiUsers.listener, amiListener],
      [amiUsers.sender, amiSender],
    ] as [string, string][])
    const user = action.get('Username') ?? ''
    const reply = replyTo(socket, action)
    if (!secrets.has(user) || secrets.get(user) !== action.get('Secret')) {
      reply('Error', [['Message', 'Authentication failed']])
      socket.end()
      return undefined
    }
    reply('Success', [['Message', 'Authentication accepted']])
    socket.write(
      packet([
        ['Event', 'FullyBooted'],
        ['Privilege', 'system,all'],
        ['Status', 'Fully Booted'],
      ]),
    )
    if (user === amiUsers.listener) {
      listeners.add(socket)
      options.onListener()
    }
    return user
  }

  function obey(action: Action, reply: Reply): void {
    const channel = action.get('Channel') ?? ''
    switch (action.get('Action')?.toLowerCase() ?? '') {
      case 'ping':
        return reply('Success', [
          ['Ping', 'Pong'],
          ['Timestamp', (Date.now() / 1000).toFixed(6)],
        ])
      case 'coreshowchannels':
        return listChannels(action, reply)
      case 'redirect':
        return say(options.redirect(channel, action.get('Context') ?? '', action.get('Exten') ?? ''), reply)
      case 'hangup':
        return say(options.hangUp(channel), reply)
      default:
        return reply('Error', [['Message', 'Invalid/unknown command']])
    }
  }

  function listChannels(action: Action, reply: Reply): void {
    const id: Field = ['ActionID', action.get('ActionID') ?? '']
    const channels = options.channels()
    reply('Success', [
      ['EventList', 'start'],
      ['Message', 'Channels will follow'],
    ])
    for (const channel of channels) reply.raw([['Event', 'CoreShowChannel'], id, ...channel])
    reply.raw([
      ['Event', 'CoreShowChannelsComplete'],
      id,
      ['EventList', 'Complete'],
      ['ListItems', String(channels.length)],
    ])
  }

  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : options.port)
    })
  })
  return {
    port,
    send(events) {
      const bytes = events.map(packet).join('')
      for (const socket of listeners) socket.write(bytes)
    },
    listeners: () => listeners.size,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Reply {
  (response: 'Success' | 'Error', fields: readonly Field[]): void
  raw(fields: readonly Field[]): void
}

function replyTo(socket: Socket, action: Action): Reply {
  const id = action.get('ActionID')
  const raw = (fields: readonly Field[]): void => void socket.write(packet(fields))
  const reply = (response: string, fields: readonly Field[]): void =>
    raw([['Response', response], ...(id === undefined ? [] : [['ActionID', id] as const]), ...fields])
  return Object.assign(reply, { raw })
}

function say(answer: Answer, reply: Reply): void {
  reply(answer.done ? 'Success' : 'Error', [['Message', answer.message]])
}

function packet(fields: readonly Field[]): string {
  return `${fields.map(([key, value]) => `${key}: ${value}`).join('\r\n')}\r\n\r\n`
}

function parseAction(text: string): Action {
  return new Map(
    text.split('\r\n').map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
    }),
  )
}
