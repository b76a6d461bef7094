/** Sockets on which nobody has proved who they are yet: not many from one address, and not for long. */
import type { WebSocket } from 'ws'
import type { SocketLimits } from '#sync-server/admission/socket-limits.ts'

export interface Newcomers {
  hasRoomFor(address: string): boolean
  /** Counts the socket until what is answered here is called, which must be in time, or until it closes. */
  take(socket: WebSocket, address: string): () => void
}

export function openNewcomers({ proveWithin, unprovenPerAddress }: SocketLimits): Newcomers {
  const unproven = new Map<string, number>()
  const countOf = (address: string) => unproven.get(address) ?? 0

  return {
    hasRoomFor: (address) => countOf(address) < unprovenPerAddress,
    take(socket, address) {
      unproven.set(address, countOf(address) + 1)
      let isCounted = true
      const release = () => {
        if (!isCounted) return
        isCounted = false
        clearTimeout(deadline)
        const left = countOf(address) - 1
        if (left === 0) unproven.delete(address)
        else unproven.set(address, left)
      }
      const deadline = setTimeout(() => socket.close(4408, 'unproven'), proveWithin)
      socket.once('close', release)
      return release
    },
  }
}
