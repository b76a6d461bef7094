/**
 * Hands a WebSocket to the door. Hocuspocus reads frames from whoever accepts the socket, and writes to the log what
 * strangers send, so frames that cannot be meant for it end here.
 */
import type { IncomingMessage } from 'node:http'
import { createDecoder, readVarString } from 'lib0/decoding'
import type { WebSocket } from 'ws'
import type { Door } from './door.ts'
import { boundIncoming, boundOutgoing } from './flow.ts'

/** Bytes of one frame; larger ones end the socket (RFC 6455, close code 1009). Set it on the WebSocketServer. */
export const largestFrame = 1024 * 1024

/** `onProven` is called whenever somebody has proved on the socket who they are. */
export function acceptSocket(
  door: Door,
  socket: WebSocket,
  request: IncomingMessage,
  onProven: () => void,
): void {
  const asked = asWebRequest(request)
  const connection = door.accept(boundOutgoing(socket, request.socket), asked, onProven)
  const noteIncoming = boundIncoming(socket, () => door.settled(asked))
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    // Frames that were on their way when the socket was ended.
    if (socket.readyState !== socket.OPEN) return
    const frame = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    if (!isBinary || !isAddressed(frame)) return socket.close(1003, 'frames of the sync protocol only')
    connection.handleMessage(frame)
    noteIncoming(frame)
  })
  socket.on('close', (code, reason) => {
    door.left(asked)
    connection.handleClose({ code, reason: reason.toString() })
  })
  socket.on('error', () => socket.terminate())
}

/** A frame opens with the name of its document, and perhaps the id of a session. */
const address = /^([\w/.-]{1,150})(\0[\w-]{1,64})?$/

/** Hocuspocus keeps what belongs to a name in plain objects, and those have names of their own: `constructor`. */
function isAddressed(frame: Uint8Array): boolean {
  try {
    const [, name] = address.exec(readVarString(createDecoder(frame))) ?? []
    return name !== undefined && !(name in Object.prototype)
  } catch {
    return false
  }
}

function asWebRequest(request: IncomingMessage): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return new Request(new URL(request.url ?? '/', 'http://localhost'), { headers })
}
