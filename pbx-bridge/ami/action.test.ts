import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAction, newActionId, unsafeField } from './action.ts'
import { createPacketReader } from './packets.ts'

const redirect = { Channel: 'PJSIP/carrier-0000002a', Context: 'pickup', Exten: '101', Priority: '1' }

describe('an action', () => {
  it('goes out as AMI wants it', () => {
    expect(formatAction('Redirect', '0123', redirect)).toBe(
      'Action: Redirect\r\nActionID: 0123\r\nChannel: PJSIP/carrier-0000002a\r\nContext: pickup\r\nExten: 101\r\nPriority: 1\r\n\r\n',
    )
    expect(unsafeField(redirect)).toBeUndefined()
  })

  it.each([
    ['a carriage return', '101\rAction: Originate'],
    ['a line feed', '101\nAction: Originate'],
    ['both', '101\r\n\r\nAction: Originate'],
    ['a null', '101\0'],
  ])('with %s in a value is unsafe, by name, and is not written', (_, value) => {
    expect(unsafeField({ ...redirect, Exten: value })).toBe('Exten')
    expect(() => formatAction('Redirect', '0123', { ...redirect, Exten: value })).toThrow('Exten')
  })

  it('with a line break in a key, its name or its id is not written either', () => {
    expect(unsafeField({ 'Exten\r\nX': '101' })).toBe('Exten\r\nX')
    expect(() => formatAction('Ping\r\nX: y', '0123', {})).toThrow(RangeError)
    expect(() => formatAction('Ping', '0123\r\nX: y', {})).toThrow(RangeError)
  })

  it('is one packet of as many lines as it has fields, or is not written', () => {
    const hostile = fc.string({ unit: fc.constantFrom(...Array.from('\r\n\0\u0085\u2028: aЯ')) })
    fc.assert(
      fc.property(hostile, hostile, (channel, exten) => {
        const fields = { Channel: channel, Exten: exten }
        if (unsafeField(fields) !== undefined) {
          expect(() => formatAction('Redirect', '0123', fields)).toThrow(RangeError)
          return
        }
        const written = formatAction('Redirect', '0123', fields)
        const packets = createPacketReader().read(Buffer.from(`Asterisk Call Manager\r\n${written}`))
        expect(packets.map((packet) => packet.fields?.map(([key]) => key))).toEqual([
          ['Action', 'ActionID', 'Channel', 'Exten'],
        ])
      }),
    )
  })

  it('has an id that nobody guesses and that does not come twice', () => {
    const ids = Array.from({ length: 1_000 }, newActionId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{24}$/)
  })
})
