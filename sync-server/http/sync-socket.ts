/** The WebSocket at `/sync`: lets pages of this site (and services, which send no Origin) through to the door. */
import type { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { NodeRequest } from 'srvx/node'
import { WebSocketServer, type WebSocket } from 'ws'
import { socketLimits, type SocketLimits } from '#sync-server/admission/socket-limits.ts'
import { largestFrame } from '#sync-server/admission/socket.ts'
import type { Settings } from '#sync-server/settings.ts'
import { openNewcomers } from './newcomers.ts'
import { isOwnOrigin } from './origin.ts'

export interface SyncSocketOptions {
  publicUrl: string | undefined
  /** Whose `X-Forwarded-For` is believed. */
  trustedProxies: Settings['trustedProxies']
  limits?: SocketLimits
  /** Takes an open socket over, and calls `onProven` once somebody has proved on it who they are. */
  accept: (socket: WebSocket, request: IncomingMessage, onProven: () => void) => void
}

const syncPath = '/sync'
/** How long a socket may take to say goodbye when the server stops, milliseconds. */
const farewell = 500

/** `server` is a `node:http` server. Answers the way to close every socket. */
export function attachSyncSocket(server: EventEmitter, options: SyncSocketOptions): () => void {
  const { publicUrl, trustedProxies, limits = socketLimits, accept } = options
  const newcomers = openNewcomers(limits)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestFrame })

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    const { host, origin } = request.headers
    if (pathOf(request) !== syncPath) return reject(stream, '404 Not Found')
    if (origin !== undefined && !isOwnPage(origin, host, publicUrl)) return reject(stream, '403 Forbidden')
    const address = new NodeRequest({ req: request, trustProxy: trustedProxies }).ip ?? ''
    if (!newcomers.hasRoomFor(address)) return reject(stream, '429 Too Many Requests')
    sockets.handleUpgrade(request, stream, head, (socket) =>
      accept(socket, request, newcomers.take(socket, address)),
    )
  })

  return () => {
    for (const socket of sockets.clients) {
      socket.close(1001, 'the server is stopping')
      setTimeout(() => socket.terminate(), farewell).unref()
    }
    sockets.close()
  }
}

/** As it is written in the request, whose target may be a whole address (`//elsewhere.example/sync`) and lie. */
const pathOf = ({ url = '' }: IncomingMessage): string | undefined => url.split('?', 1)[0]

/** The scheme that the page was loaded by is not in the upgrade request: a proxy may have taken the TLS off. */
function isOwnPage(origin: string, host: string | undefined, publicUrl: string | undefined): boolean {
  return ['http', 'https'].some((scheme) => {
    const requested = URL.parse(`${scheme}://${host ?? ''}`)
    return requested !== null && isOwnOrigin(origin, requested, publicUrl)
  })
}

function reject(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
