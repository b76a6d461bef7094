/** How many documents a socket may have open, whatever its client and the disk do. */
import Database from 'libsql'
import { createDecoder, readVarString, readVarUint } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarString, writeVarUint, type Encoder } from 'lib0/encoding'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openCentre, type Centre } from './testing/open-centre.ts'
import { kinds } from './testing/raw-client.ts'
import { socketLimits } from './socket-limits.ts'

const most = socketLimits.documents

let centre: Centre
beforeEach(async () => {
  centre = await openCentre()
})
afterEach(() => centre.close(), 30_000)

const card = (number: number) => `card/alpha/${`${number}`.padStart(26, '0')}`
const broken = card(666)
/** Nobody can read it from the disk any more. */
function breakCard(): void {
  const database = new Database(centre.path)
  database
    .prepare('INSERT INTO snapshots (document, sequence, last, state, clients) VALUES (?, 1, 1, ?, ?)')
    .run(broken, Buffer.from('no update of Yjs'), '{}')
  database.close()
}

/** One socket of anna's on which she opens documents, each by an address of its own: `<document>\0<session>`. */
class Window {
  private readonly outcomes = new Map<string, (outcome: string) => void>()
  private readonly socket: WebSocket

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (frame: Buffer) => this.hear(new Uint8Array(frame)))
  }

  static async open(): Promise<Window> {
    const socket = new WebSocket(`ws://127.0.0.1:${centre.port}/sync`)
    await new Promise((resolve) => socket.once('open', resolve))
    return new Window(socket)
  }

  /** What becomes of each, in order: `synced`, or why not. All are asked for at once. */
  openAll(addresses: readonly string[]): Promise<string[]> {
    return Promise.all(
      addresses.map((address) => {
        const outcome = new Promise<string>((resolve) => this.outcomes.set(address, resolve))
        this.send(address, kinds.auth, (encoder) => {
          writeVarUint(encoder, 0)
          writeVarString(encoder, 'anna')
        })
        this.send(address, kinds.sync, (encoder) => {
          writeVarUint(encoder, 0)
          writeVarUint(encoder, 1)
          writeVarUint(encoder, 0)
        })
        return outcome
      }),
    )
  }

  leave(address: string): void {
    this.send(address, kinds.close, () => undefined)
  }

  close(): void {
    this.socket.terminate()
  }

  private send(address: string, kind: number, write: (encoder: Encoder) => void): void {
    const encoder = createEncoder()
    writeVarString(encoder, address)
    writeVarUint(encoder, kind)
    write(encoder)
    this.socket.send(toUint8Array(encoder))
  }

  private hear(frame: Uint8Array): void {
    const decoder = createDecoder(frame)
    const settle = this.outcomes.get(readVarString(decoder))
    const kind = readVarUint(decoder)
    const isDenial = kind === kinds.auth && readVarUint(decoder) === 1
    if (isDenial || kind === kinds.close) settle?.(readVarString(decoder))
    else if (kind === kinds.sync) settle?.('synced')
  }
}

const counted = (outcomes: readonly string[]) =>
  Object.fromEntries(
    [...new Set(outcomes)].map((it) => [it, outcomes.filter((other) => other === it).length]),
  )
const someCards = (count: number) => Array.from({ length: count }, (_, number) => card(1_000 + number))

describe('the seats of a socket', { timeout: 60_000 }, () => {
  it('are no more for those who ask for all at once', async () => {
    const window = await Window.open()
    expect(counted(await window.openAll(someCards(most + 100)))).toEqual({
      synced: most,
      'too-many-documents': 100,
    })
    window.close()
  })

  it('are no fewer after a document that many sockets waited for could not be loaded', async () => {
    breakCard()
    const windows = await Promise.all(Array.from({ length: 6 }, () => Window.open()))
    const sessions = Array.from({ length: most / 2 + 50 }, (_, session) => `${broken}\0s${session}`)
    for (let round = 0; round < 2; round++) {
      const outcomes = await Promise.all(windows.map((window) => window.openAll(sessions)))
      expect(counted(outcomes.flat())).toEqual({ failed: windows.length * sessions.length })
    }
    for (const window of windows) {
      expect(counted(await window.openAll(someCards(most)))).toEqual({ synced: most })
      expect(await window.openAll([card(1)])).toEqual(['too-many-documents'])
    }
    for (const window of windows) window.close()
  })

  it('are free again once the document has been left, and not by saying so twice', async () => {
    const window = await Window.open()
    const [first = '', second = '', ...others] = someCards(most)
    await window.openAll([first, second, ...others])
    for (const address of [first, first, second, first]) window.leave(address)
    const again = async () => (await window.openAll([card(1)]))[0]
    await expect.poll(again).toBe('synced')
    await expect.poll(async () => (await window.openAll([card(2)]))[0]).toBe('synced')
    expect(await window.openAll([card(3)])).toEqual(['too-many-documents'])
    window.close()
  })
})
