/** Updates written byte by byte, as no Yjs would write them: what a hostile client can send (Yjs update format, V1). */
import {
  createEncoder,
  toUint8Array,
  writeAny,
  writeUint8,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
  type Encoder,
} from 'lib0/encoding'

export interface RawId {
  client: number
  clock: number
}

export type RawContent =
  | { kind: 'string'; text: string }
  /** Values as lib0 writes them: JSON, and more. */
  | { kind: 'any'; values: readonly unknown[] }
  | { kind: 'deleted'; length: number }
  | { kind: 'json'; texts: readonly string[] }
  | { kind: 'binary'; bytes: Uint8Array }
  | { kind: 'embed'; text: string }
  | { kind: 'format'; key: string; text: string }
  /** 0 array, 1 map, 2 text… */
  | { kind: 'type'; ref: number }
  | { kind: 'document'; guid: string }

export type RawStruct =
  | { kind: 'gc'; length: number }
  | { kind: 'skip'; length: number }
  | {
      kind: 'item'
      origin?: RawId
      rightOrigin?: RawId
      /** A root's name, or the item of the type that it is in. Written only without origins. */
      parent?: string | RawId
      key?: string
      content: RawContent
    }

export interface RawSection extends RawId {
  structs: readonly RawStruct[]
}
export interface RawDeletion extends RawId {
  length: number
}

const refs: Readonly<Record<RawContent['kind'], number>> = {
  deleted: 1,
  json: 2,
  binary: 3,
  string: 4,
  embed: 5,
  format: 6,
  type: 7,
  any: 8,
  document: 9,
}
const hasOrigin = 0b1000_0000
const hasRightOrigin = 0b0100_0000
const hasKey = 0b0010_0000

export function rawUpdate(
  sections: readonly RawSection[],
  deletions: readonly RawDeletion[] = [],
): Uint8Array {
  const encoder = createEncoder()
  writeVarUint(encoder, sections.length)
  for (const { client, clock, structs } of sections) {
    writeVarUint(encoder, structs.length)
    writeVarUint(encoder, client)
    writeVarUint(encoder, clock)
    for (const struct of structs) writeStruct(encoder, struct)
  }
  writeVarUint(encoder, deletions.length)
  for (const { client, clock, length } of deletions) {
    writeVarUint(encoder, client)
    writeVarUint(encoder, 1)
    writeVarUint(encoder, clock)
    writeVarUint(encoder, length)
  }
  return toUint8Array(encoder)
}

function writeStruct(encoder: Encoder, struct: RawStruct) {
  if (struct.kind !== 'item') {
    writeUint8(encoder, struct.kind === 'gc' ? 0 : 10)
    writeVarUint(encoder, struct.length)
    return
  }
  const { origin, rightOrigin, parent = 'profile', key, content } = struct
  writeUint8(
    encoder,
    refs[content.kind] |
      (origin ? hasOrigin : 0) |
      (rightOrigin ? hasRightOrigin : 0) |
      (key === undefined ? 0 : hasKey),
  )
  if (origin) writeId(encoder, origin)
  if (rightOrigin) writeId(encoder, rightOrigin)
  if (!origin && !rightOrigin) {
    writeVarUint(encoder, typeof parent === 'string' ? 1 : 0)
    if (typeof parent === 'string') writeVarString(encoder, parent)
    else writeId(encoder, parent)
    if (key !== undefined) writeVarString(encoder, key)
  }
  writeContent(encoder, content)
}

function writeId(encoder: Encoder, { client, clock }: RawId) {
  writeVarUint(encoder, client)
  writeVarUint(encoder, clock)
}

function writeContent(encoder: Encoder, content: RawContent) {
  switch (content.kind) {
    case 'string':
    case 'embed':
      return writeVarString(encoder, content.text)
    case 'any':
      writeVarUint(encoder, content.values.length)
      for (const value of content.values) writeAny(encoder, value as Parameters<typeof writeAny>[1])
      return undefined
    case 'deleted':
      return writeVarUint(encoder, content.length)
    case 'json':
      writeVarUint(encoder, content.texts.length)
      for (const text of content.texts) writeVarString(encoder, text)
      return undefined
    case 'binary':
      return writeVarUint8Array(encoder, content.bytes)
    case 'format':
      writeVarString(encoder, content.key)
      return writeVarString(encoder, content.text)
    case 'type':
      return writeVarUint(encoder, content.ref)
    case 'document':
      writeVarString(encoder, content.guid)
      return writeAny(encoder, {})
  }
}
