/**
 * Frames of the sync protocol as clients send them, and what a broken line or a hostile client makes of them. What is
 * left whole carries contents that no screen would send.
 */
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import type { HostileClient } from './hostile-updates.ts'
import type { Random } from './random.ts'
import { kinds } from './raw-client.ts'

/** The frame's address and what follows it. */
interface Frame {
  address: string
  rest: Uint8Array
}

const garblings = [
  'whole',
  'truncated',
  'flipped',
  'spliced',
  'lengthened',
  'retyped',
  'random',
  'unaddressed',
] as const
export type Garbling = (typeof garblings)[number]

const hostileTexts = [
  '{"type":"rebased"}',
  '{"type":"rebased","type":"refused"}',
  '{"type":"command-result","id":"1","done":true}',
  '{"type":"command-result","id":{"toString":1},"done":"yes"}',
  '{"type":"refused","update":"","code":"gap"}',
  '{"__proto__":{"type":"rebased"}}',
  '{"type":"__proto__"}',
  '[[[[',
  'null',
  '',
  '\0',
  `{"type":"rebased","x":"${'x'.repeat(20_000)}"}`,
]
/** The longest that a reader may be told of: more than any frame holds, than 32 bits, than a number is exact. */
const tooMuch = [
  [0xff, 0xff, 0x03],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
]

export class Garbler {
  /** How many frames of each kind there have been. */
  readonly made = new Map<Garbling, number>()
  private readonly random: Random
  private readonly contents: HostileClient
  private readonly documentName: string
  private readonly token: string

  /** `contents` makes the updates; `token` is shown in frames that authenticate. */
  constructor(random: Random, contents: HostileClient, documentName: string, token: string) {
    this.random = random
    this.contents = contents
    this.documentName = documentName
    this.token = token
  }

  next(): Uint8Array {
    const garbling = this.random.pick(garblings)
    this.made.set(garbling, (this.made.get(garbling) ?? 0) + 1)
    if (garbling === 'unaddressed') return this.random.bytes(this.random.nat(80))
    const { address, rest } = this.frame()
    return joined({ address, rest: this.garbled(rest, garbling) })
  }

  private garbled(rest: Uint8Array, garbling: Exclude<Garbling, 'unaddressed'>): Uint8Array {
    switch (garbling) {
      case 'whole':
        return rest
      case 'truncated':
        return rest.slice(0, this.random.nat(rest.length))
      case 'flipped':
        return this.flipped(rest)
      case 'spliced':
        return this.spliced(rest, this.frame().rest)
      case 'lengthened':
        return this.lengthened(rest)
      case 'retyped':
        return this.retyped(rest)
      case 'random':
        return this.random.bytes(this.random.nat(80))
    }
  }

  private flipped(bytes: Uint8Array): Uint8Array {
    const flipped = bytes.slice()
    for (let times = 1 + this.random.nat(4); times > 0; times--) {
      const at = this.random.nat(flipped.length)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << this.random.nat(8))
    }
    return flipped
  }

  private spliced(head: Uint8Array, tail: Uint8Array): Uint8Array {
    return Uint8Array.from([
      ...head.slice(0, this.random.nat(head.length + 1)),
      ...tail.slice(this.random.nat(tail.length + 1)),
    ])
  }

  /** One byte, of those in front more often than not, says that far more follows than does. */
  private lengthened(bytes: Uint8Array): Uint8Array {
    const at = this.random.nat(this.random.chance(3) ? bytes.length : Math.min(4, bytes.length))
    return Uint8Array.from([...bytes.slice(0, at), ...this.random.pick(tooMuch), ...bytes.slice(at + 1)])
  }

  private retyped(bytes: Uint8Array): Uint8Array {
    const retyped = bytes.slice()
    retyped[this.random.chance(2) ? 0 : 1] = this.random.pick([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 99, 127])
    return retyped
  }

  private frame(): Frame {
    return { address: this.address(), rest: this.rest() }
  }

  private address(): string {
    const { documentName } = this
    if (!this.random.chance(10)) return documentName
    return this.random.pick([
      `${documentName}\0s${this.random.nat(5)}`,
      `${documentName}x`,
      'line/alpha',
      'card/beta/01JC0000000000000000000001',
      'constructor',
      '__proto__',
      '\0',
      '',
    ])
  }

  private rest(): Uint8Array {
    const encoder = createEncoder()
    const { random } = this
    const kind = random.pick([
      'sync',
      'sync',
      'sync',
      'awareness',
      'auth',
      'queryAwareness',
      'stateless',
    ] as const)
    writeVarUint(encoder, kinds[kind])
    if (kind === 'sync') {
      const step = random.pick([0, 1, 2, 2, 2])
      writeVarUint(encoder, step)
      writeVarUint8Array(encoder, step === 0 ? this.stateVector() : this.contents.next())
    }
    if (kind === 'auth') {
      writeVarUint(encoder, 0)
      writeVarString(encoder, random.chance(2) ? this.token : random.pick(['', 'nobody', 'x'.repeat(5_000)]))
    }
    if (kind === 'awareness') writeVarUint8Array(encoder, this.awareness())
    if (kind === 'stateless') writeVarString(encoder, random.pick(hostileTexts))
    return toUint8Array(encoder)
  }

  private stateVector(): Uint8Array {
    const encoder = createEncoder()
    const clients = this.random.pick([0, 1, 3, 1_000])
    writeVarUint(encoder, clients)
    for (let client = 0; client < clients; client++) {
      writeVarUint(encoder, this.random.nat(2 ** 31))
      writeVarUint(encoder, this.random.nat(1_000))
    }
    return toUint8Array(encoder)
  }

  private awareness(): Uint8Array {
    const encoder = createEncoder()
    const clients = this.random.pick([1, 1, 2, 50])
    writeVarUint(encoder, clients)
    for (let client = 0; client < clients; client++) {
      writeVarUint(encoder, this.random.nat(2 ** 31))
      writeVarUint(encoder, this.random.nat(2 ** 31))
      writeVarString(
        encoder,
        this.random.pick([
          'null',
          '{"field":"notes"}',
          '{"field":"notes","person":{"id":"anna","name":"anna"}}',
          '{"field":{"length":1}}',
          '{"__proto__":{"field":"notes"}}',
          `{"field":"${'x'.repeat(5_000)}"}`,
          '"anna"',
          '{',
        ]),
      )
    }
    return toUint8Array(encoder)
  }
}

function joined({ address, rest }: Frame): Uint8Array {
  const encoder = createEncoder()
  writeVarString(encoder, address)
  return Uint8Array.from([...toUint8Array(encoder), ...rest])
}
