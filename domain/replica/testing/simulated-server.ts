/**
 * The server as a replica sees it, without sockets: it admits in order, refuses by rule, holds a line after a refusal
 * until its replica has rebased, and every frame waits until the test lets it through, or is lost with its line.
 */
import * as Y from 'yjs'
import type { DocumentShape } from '#domain/documents/shape.ts'
import type { RefusalCode } from '#domain/policy/verdict.ts'
import type { Replica } from '../replica.ts'

export const shape: DocumentShape = new Map([
  ['fields', 'map'],
  ['notes', 'text'],
])
/** Fields that nobody changes once they are set. */
const isSetOnce = (key: string): boolean => key.startsWith('once')
/** Characters that no note may contain. */
export const isForbidden = (character: string): boolean => character >= '\u8000'

type Frame =
  | { kind: 'update'; update: Uint8Array }
  | { kind: 'refused'; update: Uint8Array; code: RefusalCode }

export class Line {
  readonly replica: Replica
  private readonly server: SimulatedServer
  private up: (Uint8Array | 'rebased')[] = []
  private down: Frame[] = []
  private held = false
  connected = false

  constructor(server: SimulatedServer, replica: Replica) {
    this.server = server
    this.replica = replica
  }

  /** What y-protocols does on a new line: `confirmed` is brought up to date first. */
  connect(): void {
    if (this.connected) return
    this.connected = true
    this.held = false
    this.up = []
    this.down = []
    const { confirmed } = this.replica
    Y.applyUpdate(confirmed, Y.encodeStateAsUpdate(this.server.doc, Y.encodeStateVector(confirmed)))
    this.replica.connect({
      sendUpdate: (update) => this.up.push(update),
      sendRebased: () => this.up.push('rebased'),
    })
  }

  disconnect(): void {
    this.connected = false
    this.up = []
    this.down = []
    this.replica.disconnect()
  }

  /** The server handles the next frame. False when there is none. */
  deliverUp(): boolean {
    const frame = this.up.shift()
    if (frame === undefined) return false
    if (frame === 'rebased') this.held = false
    else if (!this.held) {
      const code = this.server.admit(frame)
      if (code) {
        this.held = true
        this.down.push({ kind: 'refused', update: frame, code })
      }
    }
    return true
  }

  /** The next frame is lost on the way to the server. */
  loseUp(): void {
    this.up.shift()
  }

  deliverDown(): boolean {
    const frame = this.down.shift()
    if (!frame) return false
    if (frame.kind === 'update') Y.applyUpdate(this.replica.confirmed, frame.update)
    else this.replica.refuse(frame.code, (update) => Buffer.compare(update, frame.update) === 0)
    return true
  }

  broadcast(update: Uint8Array): void {
    if (this.connected) this.down.push({ kind: 'update', update })
  }
}

export class SimulatedServer {
  readonly doc = new Y.Doc()
  readonly lines: Line[] = []
  /** Everything ever admitted: characters of the notes, and values of the fields. */
  readonly admitted: string[] = []

  constructor() {
    this.doc.getMap('fields')
    this.doc.getText('notes')
    this.doc.on('update', (update: Uint8Array) => {
      for (const line of this.lines) line.broadcast(update)
    })
  }

  join(replica: Replica): Line {
    const line = new Line(this, replica)
    this.lines.push(line)
    return line
  }

  /** The code of the refusal, if it is one. */
  admit(update: Uint8Array): RefusalCode | undefined {
    const trial = new Y.Doc()
    Y.applyUpdate(trial, Y.encodeStateAsUpdate(this.doc))
    Y.applyUpdate(trial, update)
    if (trial.store.pendingStructs || trial.store.pendingDs) return 'gap'
    const written = this.written(update)
    if (written.some((text) => isForbidden(text))) return 'not-allowed'
    const before = this.doc.getMap('fields')
    const after = trial.getMap('fields')
    for (const key of before.keys()) {
      if (isSetOnce(key) && before.get(key) !== after.get(key)) return 'disposition-locked'
    }
    this.admitted.push(...written)
    Y.applyUpdate(this.doc, update)
    return undefined
  }

  private written(update: Uint8Array): string[] {
    return Y.decodeUpdate(update).structs.flatMap((struct) => {
      if (struct.id.clock < Y.getState(this.doc.store, struct.id.client)) return []
      if (!(struct instanceof Y.Item)) return []
      if (struct.content instanceof Y.ContentString) return struct.content.str.split('')
      return struct.content instanceof Y.ContentAny ? struct.content.arr.map(String) : []
    })
  }

  /** Everybody is on the line and every frame has arrived. */
  settle(): void {
    for (const line of this.lines) {
      line.disconnect()
      line.connect()
    }
    while (this.lines.some((line) => [line.deliverUp(), line.deliverDown()].includes(true))) continue
  }
}
