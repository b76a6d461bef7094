/**
 * Clients that speak the two protocols themselves, so that the load costs the same whichever server it is put on:
 * each card is open at two clients; one writes, the other tells when the change has reached it.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'

/** How a server wants to be spoken to. */
export interface Protocol {
  name: 'hocuspocus' | 'y-websocket'
  url(port: number, document: string): string
  /** One socket carries many documents. */
  multiplexed: boolean
}
export const hocuspocusProtocol: Protocol = {
  name: 'hocuspocus',
  url: (port) => `ws://127.0.0.1:${port}/`,
  multiplexed: true,
}
export const yWebsocketProtocol: Protocol = {
  name: 'y-websocket',
  url: (port, document) => `ws://127.0.0.1:${port}/${document}`,
  multiplexed: false,
}

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

  constructor(protocol: Protocol, port: number) {
    this.protocol = protocol
    this.port = port
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
    if (this.protocol.multiplexed) socket.send(this.authenticationFrame(document))
    socket.send(this.frame(document, [sync, step1], Y.encodeStateVector(doc)))
    await ready
    return card
  }

  async close(): Promise<void> {
    for (const socket of await Promise.all(this.sockets.values())) socket.terminate()
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

  private authenticationFrame(document: string): Uint8Array {
    const encoder = encoding.createEncoder()
    encoding.writeVarString(encoder, document)
    encoding.writeVarUint(encoder, authentication)
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarString(encoder, 'token')
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

export interface LoadResult {
  /** Milliseconds from the author's sending to the colleague's receiving, one for each edit. */
  latencies: number[]
  /** Edits that had not arrived when the load was over and the line quiet for five seconds. */
  lost: number
}

interface Pair {
  author: OpenCard
  text: Y.Text
  profile: Y.Map<unknown>
  waiting: Map<string, number>
}

/** Some 10 KB, as a card that has been worked with for a while. */
const filling = 'Просит утреннее время, после девяти. Парковка с улицы. '.repeat(100)
const tokenLength = 8

export class Load {
  private readonly clients: LoadClient[]
  private readonly pairs: Pair[] = []
  private latencies: number[] = []
  private next = 0

  constructor(protocol: Protocol, port: number, clients: number) {
    this.clients = Array.from({ length: clients }, () => new LoadClient(protocol, port))
  }

  /** Opens `cards` cards, each at an author and at a watcher. */
  async prepare(cards: number): Promise<void> {
    for (let index = 0; index < cards; index++) {
      const document = `card/alpha/01JC${String(index).padStart(22, '0')}`
      const author = await this.client(index).open(document)
      const watcher = await this.client(index + 1).open(document)
      const waiting = new Map<string, number>()
      watcher.onUpdate = (bytes) => this.arrived(bytes, waiting)
      author.doc.on('update', (bytes: Uint8Array, origin: unknown) => {
        if (origin === 'author') author.send(bytes)
      })
      const pair = {
        author,
        text: author.doc.getText('notes'),
        profile: author.doc.getMap('profile'),
        waiting,
      }
      this.pairs.push(pair)
      this.write(pair, () => pair.text.insert(0, filling))
    }
    await this.quiet()
    this.latencies = []
  }

  /** `rate` edits a second for `seconds`: two of three type into the notes, one sets a field. */
  async run(rate: number, seconds: number): Promise<LoadResult> {
    this.latencies = []
    const begun = performance.now()
    let done = 0
    while (done < rate * seconds) {
      const due = Math.min(rate * seconds, Math.floor(((performance.now() - begun) / 1000) * rate))
      for (; done < due; done++) this.edit()
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    const lost = await this.quiet()
    return { latencies: this.latencies, lost }
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()))
  }

  private client(index: number): LoadClient {
    const client = this.clients[index % this.clients.length]
    if (!client) throw new RangeError('no clients')
    return client
  }

  private edit(): void {
    const number = this.next++
    const pair = this.pairs[number % this.pairs.length]
    if (!pair) throw new RangeError('no cards')
    const field = number % 3 === 0
    this.write(pair, (token) => {
      if (field) pair.profile.set('source', token)
      else pair.text.insert(pair.text.length, token)
    })
  }

  private write(pair: Pair, change: (token: string) => void): void {
    const token = this.next.toString(36).padStart(tokenLength, '~')
    pair.waiting.set(token, performance.now())
    pair.author.doc.transact(() => change(token), 'author')
    if (change.length === 0) pair.waiting.delete(token)
  }

  private arrived(bytes: Buffer, waiting: Map<string, number>): void {
    const now = performance.now()
    for (const [token, sent] of waiting) {
      if (!bytes.includes(token)) continue
      waiting.delete(token)
      this.latencies.push(now - sent)
    }
  }

  /** Waits until everything has arrived, five seconds at most; answers how much has not. */
  private async quiet(): Promise<number> {
    const deadline = performance.now() + 5000
    const missing = () => this.pairs.reduce((sum, { waiting }) => sum + waiting.size, 0)
    while (missing() > 0 && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 5))
    return missing()
  }
}
