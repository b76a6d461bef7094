/**
 * A document that is open on a socket, or on its way to be, has a seat there, and a socket has only so many.
 *
 * A seat is taken before the document is loaded, so that a burst of openings gets no more than there are, and is given
 * back when the document is closed or could not be opened. Of a loading that many wait for Hocuspocus tells the first
 * only, so whoever waits for that document then gives the seat back.
 */
export interface Seat {
  readonly socket: SeatedSocket
  readonly documentName: string
}
export interface SeatedSocket {
  /** Nobody is at the other end any more: it takes no seats. */
  closed: boolean
  readonly seats: Set<Seat>
}

export class Seats {
  /** Those of documents that are being opened, by name. */
  private readonly waiting = new Map<string, Set<Seat>>()
  private readonly perSocket: number

  constructor(perSocket: number) {
    this.perSocket = perSocket
  }

  /** `undefined` when the socket has none left, or is closed. */
  take(socket: SeatedSocket, documentName: string): Seat | undefined {
    const seat = { socket, documentName }
    if (!this.sit(seat)) return undefined
    const waiting = this.waiting.get(documentName) ?? new Set()
    this.waiting.set(documentName, waiting.add(seat))
    return seat
  }

  /**
   * The document is open. False when the seat has been given back in the meantime, for a loading that failed just
   * before this one began, and there is no other.
   */
  keep(seat: Seat): boolean {
    this.waitNoLonger(seat)
    return seat.socket.seats.has(seat) || this.sit(seat)
  }

  giveBack(seat: Seat): void {
    this.waitNoLonger(seat)
    seat.socket.seats.delete(seat)
  }

  /** The socket has closed, whatever was being opened on it. */
  close(socket: SeatedSocket): void {
    socket.closed = true
    for (const seat of socket.seats) this.giveBack(seat)
  }

  /** The document could not be loaded. */
  giveBackAllWaitingFor(documentName: string): void {
    for (const seat of this.waiting.get(documentName) ?? []) this.giveBack(seat)
  }

  private sit(seat: Seat): boolean {
    const { seats, closed } = seat.socket
    if (closed || seats.size >= this.perSocket) return false
    seats.add(seat)
    return true
  }

  private waitNoLonger(seat: Seat): void {
    const waiting = this.waiting.get(seat.documentName)
    waiting?.delete(seat)
    if (waiting?.size === 0) this.waiting.delete(seat.documentName)
  }
}
