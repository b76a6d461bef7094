/** A client that speaks the sync protocol frame by frame and keeps to none of its manners. */
import {
  createEncoder,
  toUint8Array,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
  type Encoder,
} from 'lib0/encoding'
import { createDecoder, readVarString, readVarUint } from 'lib0/decoding'
import { WebSocket } from 'ws'

/** Hocuspocus' kinds of message. */
export const kinds = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  stateless: 5,
  broadcastStateless: 6,
  close: 7,
} as const

export interface Heard {
  kind: number
  /** The text of a stateless message; why the document was closed. */
  text?: string
}

/** How the server has ended a document, or with a code the whole socket. */
export interface Ending {
  code?: number
  reason: string
}

export class RawClient {
  /** Those that the server has made, in order. */
  readonly endings: Ending[] = []
  private socket: WebSocket | undefined
  private letIn = false
  private readonly url: string
  private readonly token: string
  private readonly documentName: string
  private readonly listeners = new Set<(heard: Heard) => void>()

  constructor(port: number, token: string, documentName: string) {
    this.url = `ws://127.0.0.1:${port}/sync`
    this.token = token
    this.documentName = documentName
  }

  /** Whether the document is open on an open socket. */
  get isOpen(): boolean {
    return this.letIn && this.socket?.readyState === WebSocket.OPEN
  }

  /** Opens the socket and says nothing. */
  async knock(): Promise<void> {
    this.close()
    const socket = new WebSocket(this.url)
    this.socket = socket
    socket.on('error', () => undefined)
    socket.on('close', this.noteEnding)
    await new Promise((resolve) => socket.once('open', resolve))
    socket.on('message', (data: Buffer) => this.hear(new Uint8Array(data)))
  }

  /** Resolves when the server has let this client in, or has told it not to come. */
  async open(): Promise<void> {
    await this.knock()
    const answered = this.next(({ kind }) => kind === kinds.auth)
    this.send(kinds.auth, (encoder) => {
      writeVarUint(encoder, 0)
      writeVarString(encoder, this.token)
    })
    this.letIn = (await answered) !== undefined
  }

  /** The next message for which `fits` holds, or `undefined` when the document or the socket was closed before. */
  next(fits: (heard: Heard) => boolean): Promise<Heard | undefined> {
    const { socket } = this
    return new Promise((resolve) => {
      const done = (heard: Heard | undefined) => {
        this.listeners.delete(look)
        socket?.off('close', closed)
        resolve(heard)
      }
      const closed = () => done(undefined)
      const look = (heard: Heard) => {
        if (fits(heard)) done(heard)
        else if (heard.kind === kinds.close) done(undefined)
      }
      this.listeners.add(look)
      socket?.once('close', closed)
      if (socket?.readyState === WebSocket.CLOSED) closed()
    })
  }

  /** `step`: 1 for SyncStep2, 2 for an update. */
  sendUpdate(update: Uint8Array, step: number = 2): void {
    this.send(kinds.sync, (encoder) => {
      writeVarUint(encoder, step)
      writeVarUint8Array(encoder, update)
    })
  }

  sendStateless(payload: string, kind: number = kinds.stateless): void {
    this.send(kind, (encoder) => writeVarString(encoder, payload))
  }

  sendAwareness(client: number, clock: number, state: unknown): void {
    const update = createEncoder()
    writeVarUint(update, 1)
    writeVarUint(update, client)
    writeVarUint(update, clock)
    writeVarString(update, JSON.stringify(state))
    this.send(kinds.awareness, (encoder) => writeVarUint8Array(encoder, toUint8Array(update)))
  }

  send(kind: number, write: (encoder: Encoder) => void, documentName = this.documentName): void {
    const encoder = createEncoder()
    writeVarString(encoder, documentName)
    writeVarUint(encoder, kind)
    write(encoder)
    this.sendBytes(toUint8Array(encoder))
  }

  sendBytes(bytes: Uint8Array): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(bytes)
  }

  stopReading(): void {
    this.socket?.pause()
  }

  close(): void {
    this.socket?.off('close', this.noteEnding)
    this.socket?.terminate()
  }

  private readonly noteEnding = (code: number, reason: Buffer) =>
    void this.endings.push({ code, reason: reason.toString() })

  private hear(frame: Uint8Array): void {
    const decoder = createDecoder(frame)
    readVarString(decoder)
    const kind = readVarUint(decoder)
    const hasText = kind === kinds.stateless || kind === kinds.close
    const heard: Heard = hasText ? { kind, text: readVarString(decoder) } : { kind }
    if (kind === kinds.close) {
      this.letIn = false
      this.endings.push({ reason: heard.text ?? '' })
    }
    for (const listener of this.listeners) listener(heard)
  }
}
