/**
 * The header of a WAV file (RIFF, 44 bytes as Asterisk writes it) says how long the sound is. Asterisk fills it in when
 * it closes the file, so the header tells a finished recording from one that is still written, or was cut off.
 */

export const headerBytes = 44

/** True when the header agrees with the size of the file in bytes. */
export function isComplete(header: Buffer, size: number): boolean {
  return isWav(header) && header.readUInt32LE(4) === size - 8
}

/** True for the header of a PCM file with nothing between it and the sound. */
export function isWav(header: Buffer): boolean {
  if (header.length < headerBytes) return false
  const text = header.toString('latin1')
  return text.startsWith('RIFF') && text.slice(8, 16) === 'WAVEfmt ' && text.slice(36, 40) === 'data'
}

/** The header that a file of this size (bytes) should have had. */
export function mended(header: Buffer, size: number): Uint8Array<ArrayBuffer> {
  const copy = Buffer.alloc(headerBytes)
  header.copy(copy)
  copy.writeUInt32LE(size - 8, 4)
  copy.writeUInt32LE(size - headerBytes, 40)
  return copy
}
