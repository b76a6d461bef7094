/** A voice for a telephone that has nobody behind it: a soft tone with pauses, so that a recording can be heard to hold it. */
import { tmpdir } from 'node:os'
import path from 'node:path'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'

/** Hertz: who speaks can be told in a recording. */
export const voices = { patient: 440, called: 660 } as const

/** 8 kHz G.711 A-law, four seconds: a second of `frequency` hertz, a second of silence, twice. */
function alawTone(frequency: number): Buffer {
  const sampled = Array.from({ length: 32_000 }, (_, at) => {
    const speaking = Math.floor(at / 8000) % 2 === 0
    return alaw(speaking ? Math.round(6000 * Math.sin((2 * Math.PI * frequency * at) / 8000)) : 0)
  })
  return Buffer.from(sampled)
}

/** ITU-T G.711, A-law, from 16 bits linear. */
function alaw(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample) >> 3, 0xfff)
  const segment = Math.max(0, Math.floor(Math.log2(Math.max(magnitude, 1))) - 4)
  const shift = segment === 0 ? 1 : segment
  const code = sign | (segment << 4) | ((magnitude >> shift) & 0x0f)
  return code ^ 0x55
}

/** A file for sipp to play, of this process alone; removed at its end. */
export async function toneFile(frequency: number): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tone-'))
  const file = path.join(folder, 'tone.al')
  await writeFile(file, alawTone(frequency))
  return { path: file, remove: () => rm(folder, { recursive: true, force: true }) }
}
