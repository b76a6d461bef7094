/** How much of the server one socket, or one address that proves nothing, may take up. */
export interface SocketLimits {
  /** Milliseconds in which somebody must prove on a new socket who they are. */
  proveWithin: number
  /** Sockets from one network address (of IPv6: one /64) on which nobody has done so yet. */
  unprovenPerAddress: number
  /** Documents open on one socket at once. */
  documents: number
}

/**
 * Behind one address may sit a whole centre, each window with a socket of its own, and all of them come back at the
 * same moment after a restart. A socket carries the lines of all clinics and the cards of a window.
 */
export const socketLimits: SocketLimits = {
  proveWithin: 15_000,
  unprovenPerAddress: 400,
  documents: 500,
}
