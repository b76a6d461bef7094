import { describe, expect, it } from 'vitest'
import { headerBytes, isComplete, isWav, mended } from './wav.ts'

/** As Asterisk writes it: 8 kHz, 16 bits, one channel. */
function header(fileSize: number): Buffer {
  const bytes = Buffer.alloc(headerBytes)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(fileSize - 8, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.write('data', 36)
  bytes.writeUInt32LE(fileSize - headerBytes, 40)
  return bytes
}

describe('a recording', () => {
  it('is finished when its header knows its size', () => {
    expect(isComplete(header(16_044), 16_044)).toBe(true)
    expect(isComplete(header(44), 16_044)).toBe(false)
  })

  it('that was cut off gets the header it should have had', () => {
    expect(Buffer.from(mended(header(44), 16_044))).toEqual(header(16_044))
  })

  it('is told from other files', () => {
    expect(isWav(Buffer.alloc(headerBytes))).toBe(false)
    expect(isWav(Buffer.alloc(3))).toBe(false)
  })
})
