/** Hands a WebSocket to the door. Hocuspocus reads frames from whoever accepts the socket. */
import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import type { Door } from './door.ts'

/** Bytes of one frame; larger ones end the socket (RFC 6455, close code 1009). Set it on the WebSocketServer. */
export const largestFrame = 1024 * 1024

export function acceptSocket(door: Door, socket: WebSocket, request: IncomingMessage): void {
  const connection = door.hocuspocus.handleConnection(socket, asWebRequest(request))
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) connection.handleMessage(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    else socket.close(1003, 'binary frames only')
  })
  socket.on('close', (code, reason) => connection.handleClose({ code, reason: reason.toString() }))
  socket.on('error', () => socket.terminate())
}

function asWebRequest(request: IncomingMessage): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return new Request(new URL(request.url ?? '/', 'http://localhost'), { headers })
}
