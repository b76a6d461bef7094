/**
 * What waits on a socket is bounded both ways: it is read no faster than what comes is dealt with, and whoever does not
 * read what is sent is let go. Otherwise one client could fill the server's memory.
 */
import type { Writable } from 'node:stream'
import type { WebSocketLike } from '@hocuspocus/server'
import type { WebSocket } from 'ws'

/** What has come is dealt with before more than this is read. */
export const mostWaiting = { frames: 1_000, bytes: 2 * 1024 * 1024 }
/** Bytes: a window that opens all the cards it may gets less than this at once. */
export const mostUnread = 32 * 1024 * 1024

/** `settled` resolves when what has come so far has been dealt with. Answers what is to be told of each frame. */
export function boundIncoming(socket: WebSocket, settled: () => Promise<void>): (frame: Uint8Array) => void {
  let frames = 0
  let bytes = 0
  const catchUp = async () => {
    socket.pause()
    try {
      await settled()
    } catch {
      return socket.terminate()
    }
    frames = 0
    bytes = 0
    socket.resume()
  }
  return ({ byteLength }) => {
    frames += 1
    bytes += byteLength
    if (!socket.isPaused && (frames >= mostWaiting.frames || bytes >= mostWaiting.bytes)) void catchUp()
  }
}

/** The socket as Hocuspocus sees it. What is sent in one turn of the event loop goes into `stream` at once. */
export function boundOutgoing(socket: WebSocket, stream: Writable): WebSocketLike {
  const gather = () => {
    if (stream.writableCorked > 0) return
    stream.cork()
    process.nextTick(() => stream.uncork())
  }
  return {
    get readyState() {
      return socket.readyState
    },
    send(frame: Uint8Array) {
      if (socket.bufferedAmount > mostUnread) return socket.terminate()
      gather()
      socket.send(frame)
    },
    close: (code, reason) => socket.close(code, reason),
  }
}
