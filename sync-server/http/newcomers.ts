/** Sockets on which nobody has proved who they are yet: not many from one network, and not for long. */
import type { WebSocket } from 'ws'
import type { SocketLimits } from '#sync-server/admission/socket-limits.ts'
import { networkOf } from './network.ts'

export interface Newcomers {
  hasRoomFor(address: string): boolean
  /** Counts the socket until what is answered here is called, which must be in time, or until it closes. */
  take(socket: WebSocket, address: string): () => void
}

export function openNewcomers({ proveWithin, unprovenPerAddress }: SocketLimits): Newcomers {
  const unproven = new Map<string, number>()
  const countOf = (network: string) => unproven.get(network) ?? 0

  return {
    hasRoomFor: (address) => countOf(networkOf(address)) < unprovenPerAddress,
    take(socket, address) {
      const network = networkOf(address)
      unproven.set(network, countOf(network) + 1)
      let isCounted = true
      const release = () => {
        if (!isCounted) return
        isCounted = false
        clearTimeout(deadline)
        const left = countOf(network) - 1
        if (left === 0) unproven.delete(network)
        else unproven.set(network, left)
      }
      const deadline = setTimeout(() => socket.close(4408, 'unproven'), proveWithin)
      socket.once('close', release)
      return release
    },
  }
}
