/** The load: each card is open at two clients; one writes, the other tells when the change has reached it. */
import type * as Y from 'yjs'
import { LoadClient, type OpenCard, type Protocol } from './load-client.ts'

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
      author.doc.transact(() => pair.text.insert(0, filling), 'author')
    }
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
