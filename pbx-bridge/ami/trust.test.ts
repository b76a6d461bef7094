import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPacketReader } from './packets.ts'
import { judgePackets, type Packet } from './trust.ts'

const secret = 'a-long-secret-name-of-the-pbx'
const trust = { systemName: secret, isPending: (id: string) => id === 'mine' }

function event(name: string, fields: Record<string, string>): string {
  const all = {
    Event: name,
    Privilege: 'call,all',
    Timestamp: '1789000000.500000',
    SystemName: secret,
    ...fields,
  }
  return `${Object.entries(all)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\r\n')}\r\n\r\n`
}

function read(...chunks: readonly (string | Buffer)[]): Packet[] {
  const reader = createPacketReader()
  return chunks.flatMap((chunk) => judgePackets(reader.read(Buffer.from(chunk)), trust))
}

const names = (packets: readonly Packet[]): (string | undefined)[] =>
  packets.map((packet) => (packet.kind === 'event' ? packet.name : packet.kind))

describe('reading the PBX', () => {
  it('takes a true event, with the time in milliseconds', () => {
    const [packet] = read('Asterisk Call Manager/9.0.0\r\n', event('Hangup', { Cause: '16' }))
    expect(packet).toMatchObject({ kind: 'event', name: 'Hangup', at: 1_789_000_000_500 })
  })

  it('gives the same packets however the bytes are split', () => {
    const text = `Asterisk Call Manager/9.0.0\r\n${event('Newchannel', { CallerIDName: 'Анна' })}${event('Hangup', {})}`
    const bytes = Buffer.from(text)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 8 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
        const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end))
        expect(read(...chunks)).toEqual(read(bytes))
      }),
    )
  })

  it('drops a whole false event that came inside a caller id, and the true one cut short before it', () => {
    const forged =
      'x\r\n\r\nEvent: Hangup\r\nPrivilege: call,all\r\nTimestamp: 1.0\r\nSystemName: pbx\r\nUniqueid: victim'
    const packets = read(event('Newchannel', { CallerIDNum: forged, Uniqueid: '1.1' }), event('Newstate', {}))
    expect(names(packets)).toEqual(['untrusted', 'untrusted', 'Newstate'])
  })

  it('repeats nothing of a false event but a name that Asterisk could have given it', () => {
    const forged = 'x\r\n\r\nEvent: +79161112233 is ill\r\nUniqueid: victim'
    const packets = read(event('Newchannel', { CallerIDNum: forged, Uniqueid: '1.1' }))
    expect(packets).toEqual([
      { kind: 'untrusted', reason: 'before-debris', name: 'Newchannel' },
      { kind: 'untrusted', reason: 'repeated-key', name: undefined },
    ])
  })

  it('drops an event whose caller id adds headers, because the true ones repeat them', () => {
    const packets = read(event('Hangup', { CallerIDNum: '1\r\nUniqueid: victim', Uniqueid: '1.1' }))
    expect(packets).toEqual([{ kind: 'untrusted', reason: 'repeated-key', name: 'Hangup' }])
  })

  it('drops an event that a caller id ends early with headers of its own, by what is left behind it', () => {
    const packets = read(
      event('Hangup', { CallerIDNum: '1\r\nUniqueid: victim\r\nCause: 16\r\n\r\n', Uniqueid: '1.1' }),
    )
    expect(names(packets)).toEqual(['untrusted', 'untrusted'])
  })

  it('drops it as well when the rest of it has not come yet', () => {
    const whole = event('Hangup', { CallerIDNum: '1\r\nUniqueid: victim\r\n\r\n', Uniqueid: '1.1' })
    const [first] = read(whole.slice(0, whole.indexOf('victim\r\n\r\n') + 20))
    expect(first).toEqual({ kind: 'untrusted', reason: 'before-debris', name: 'Hangup' })
  })

  it('lets no caller id whatever become an event of another call', () => {
    const piece = fc.constantFrom(
      '\r\n',
      '\r\n\r\n',
      '\n',
      ': ',
      'Event: Hangup',
      'Uniqueid: victim',
      'Linkedid: victim',
      'SystemName: pbx',
      'Privilege: call,all',
      'Timestamp: 1.0',
      'Response: Success',
      'ActionID: guess',
      '1',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const packets = read(
          event('Newchannel', { CallerIDNum: pieces.join(''), Uniqueid: '1.1', Linkedid: '1.1' }),
        )
        for (const packet of packets) {
          if (packet.kind === 'event') expect(packet.fields.get('Uniqueid')).toBe('1.1')
          expect(packet.kind).not.toBe('response')
        }
      }),
    )
  })

  it('believes a response only with the id of an action that waits', () => {
    const [mine, other] = read(
      'Response: Success\r\nActionID: mine\r\n\r\nResponse: Success\r\nActionID: guess\r\n\r\n',
    )
    expect(mine).toMatchObject({ kind: 'response', success: true })
    expect(other).toMatchObject({ kind: 'untrusted', reason: 'unknown-action' })
  })

  it('skips a packet of any length without keeping it, and reads on after it', () => {
    const reader = createPacketReader()
    reader.read(Buffer.from('Asterisk Call Manager/9.0.0\r\nEvent: Long\r\nX: '))
    for (let count = 0; count < 100; count++) reader.read(Buffer.alloc(10_000, 'x'))
    const packets = judgePackets(reader.read(Buffer.from(`\r\n\r\n${event('Hangup', {})}`)), trust)
    expect(names(packets)).toEqual(['untrusted', 'Hangup'])
  })
})
