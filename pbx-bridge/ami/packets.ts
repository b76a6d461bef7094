/**
 * Cuts the byte stream of an AMI connection into packets, however TCP has split it. Sizes are bounded: a packet that
 * grows beyond them is skipped to its end and reported, so nobody can fill the memory.
 *
 * AMI frames by text alone: a packet is lines of `Key: value` up to an empty line, and Asterisk sends values as they
 * came from the network. Whoever can put CR LF into a value can end a packet early and begin one of his own; what may
 * be believed of a packet is decided in `trust.ts`.
 */
import { StringDecoder } from 'node:string_decoder'

const endOfLine = '\r\n'
const endOfPacket = '\r\n\r\n'
/** Characters. The largest true events, with two channels described, have about 2,000. */
const longestPacket = 32_768

export type Field = readonly [key: string, value: string]

export interface RawPacket {
  /** In the order they came, repeats included; `undefined` when a line is no field or the packet is too long. */
  fields: readonly Field[] | undefined
  /** True when text directly behind it, in the same read, does not begin a packet. */
  followedByDebris: boolean
}

export interface PacketReader {
  read(bytes: Buffer): RawPacket[]
}

export function createPacketReader(): PacketReader {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let greeted = false
  let skipping = false

  /** The first line of all is no packet. */
  function dropGreeting(): void {
    const end = rest.indexOf(endOfLine)
    if (end < 0 && rest.length <= longestPacket) return
    if (rest.startsWith('Asterisk Call Manager')) rest = rest.slice(end + endOfLine.length)
    greeted = true
  }

  return {
    read(bytes) {
      rest += decoder.write(bytes)
      if (!greeted) dropGreeting()
      if (!greeted) return []
      const packets: RawPacket[] = []
      let start = 0
      let end = rest.indexOf(endOfPacket)
      while (end >= 0) {
        const text = rest.slice(start, end)
        start = end + endOfPacket.length
        const fields = skipping || text.length > longestPacket ? undefined : parseFields(text)
        skipping = false
        packets.push({ fields, followedByDebris: !mayBegin(rest, start) })
        end = rest.indexOf(endOfPacket, start)
      }
      rest = rest.slice(start)
      if (rest.length > longestPacket) {
        rest = rest.slice(-(endOfPacket.length - 1))
        skipping = true
      }
      return packets
    },
  }
}

const openings = ['Event: ', 'Response: ']

/** Whether the text from there on could be a packet's beginning, as far as it has come. */
function mayBegin(text: string, from: number): boolean {
  return openings.some((opening) => {
    const beginning = text.slice(from, from + opening.length)
    return opening.startsWith(beginning)
  })
}

function parseFields(text: string): Field[] | undefined {
  const fields: Field[] = []
  for (const line of text.split(endOfLine)) {
    const colon = line.indexOf(':')
    if (colon <= 0) return undefined
    fields.push([line.slice(0, colon), line.slice(colon + 1).trimStart()])
  }
  return fields
}
