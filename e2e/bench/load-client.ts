/** A client that speaks either protocol itself, so that it costs the same whichever server it is put on. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'

/** How a server wants to be spoken to. */
export interface Protocol {
  url(port: number, document: string): string
  /** One socket carries many documents. */
  multiplexed: boolean
}
export const hocuspocusProtocol: Protocol = {
  url: (port) => `ws://127.0.0.1:${port}/`,
  multiplexed: true,
}
/** The product's own server, whole. */
export const syncProtocol: Protocol = {
  url: (port) => `ws://127.0.0.1:${port}/sync`,
  multiplexed: true,
}
export const yWebsocketProtocol: Protocol = {
  url: (port, document) => `ws://127.0.0.1:${port}/${document}`,
  multiplexed: false,
}

/** The state vector of a document of which nothing is known. */
const nothingYet = Uint8Array.of(0)

const sync = 0
const authentication = 2
const step1 = 0
const step2 = 1
const update = 2

export interface OpenCard {
  document: string
  doc: Y.Doc
  ready: Promise<void>
  /** Called with the bytes of each update that comes in. */
  onUpdate: (bytes: Buffer) => void
  send(update: Uint8Array): void
}

export class LoadClient {
  private readonly sockets = new Map<string, Promise<WebSocket>>()
  private readonly cards = new Map<string, OpenCard & { markReady: () => void }>()
  private readonly protocol: Protocol
  private readonly port: number
  private readonly token: () => Promise<string>

  constructor(protocol: Protocol, port: number, token: () => Promise<string> = () => Promise.resolve('')) {
    this.protocol = protocol
    this.port = port
    this.token = token
  }

  async open(document: string): Promise<OpenCard> {
    const socket = await this.socketFor(document)
    let markReady: () => void = () => undefined
    const ready = new Promise<void>((resolve) => (markReady = resolve))
    const doc = new Y.Doc()
    const card = {
      document,
      doc,
      ready,
      markReady,
      onUpdate: () => undefined,
      send: (bytes: Uint8Array) => socket.send(this.frame(document, [sync, update], bytes)),
    }
    this.cards.set(document, card)
    await this.ask(socket, document, Y.encodeStateVector(doc))
    await ready
    return card
  }

  /** Opens a document without reading what comes: it costs the server as much as `open`, and this machine little. */
  async hold(document: string): Promise<void> {
    await this.ask(await this.socketFor(document), document, nothingYet)
  }

  async close(): Promise<void> {
    for (const socket of await Promise.all(this.sockets.values())) socket.terminate()
  }

  private async ask(socket: WebSocket, document: string, known: Uint8Array): Promise<void> {
    if (this.protocol.multiplexed) socket.send(this.authenticationFrame(document, await this.token()))
    socket.send(this.frame(document, [sync, step1], known))
  }

  private socketFor(document: string): Promise<WebSocket> {
    const key = this.protocol.multiplexed ? '' : document
    const known = this.sockets.get(key)
    if (known) return known
    const opened = new Promise<WebSocket>((resolve, reject) => {
      const socket = new WebSocket(this.protocol.url(this.port, document))
      socket.on('message', (data: Buffer) => this.receive(data, document))
      socket.once('open', () => resolve(socket))
      socket.once('error', reject)
    })
    this.sockets.set(key, opened)
    return opened
  }

  private frame(document: string, types: readonly number[], bytes: Uint8Array): Uint8Array {
    const encoder = encoding.createEncoder()
    if (this.protocol.multiplexed) encoding.writeVarString(encoder, document)
    for (const type of types) encoding.writeVarUint(encoder, type)
    encoding.writeVarUint8Array(encoder, bytes)
    return encoding.toUint8Array(encoder)
  }

  private authenticationFrame(document: string, token: string): Uint8Array {
    const encoder = encoding.createEncoder()
    encoding.writeVarString(encoder, document)
    encoding.writeVarUint(encoder, authentication)
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarString(encoder, token)
    return encoding.toUint8Array(encoder)
  }

  private receive(data: Buffer, socketDocument: string): void {
    const decoder = decoding.createDecoder(data)
    const document = this.protocol.multiplexed ? decoding.readVarString(decoder) : socketDocument
    const card = this.cards.get(document)
    if (!card || decoding.readVarUint(decoder) !== sync) return
    const type = decoding.readVarUint(decoder)
    if (type === step1) return
    const bytes = decoding.readVarUint8Array(decoder)
    if (type === step2) {
      Y.applyUpdate(card.doc, bytes)
      card.markReady()
    } else if (type === update) {
      card.onUpdate(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    }
  }
}
