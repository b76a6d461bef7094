import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { known, parseCallId, parseClinicId } from '#domain/ids.ts'
import { openRecordings, type Recordings } from './recordings.ts'

const alpha = known(parseClinicId, 'alpha')
const pieces = 20
const piece = 64 * 1024

/** A sound of one value, delivered in pieces; `until`: the piece after which the line breaks. */
async function* soundOf(value: number, until = pieces): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < pieces; sent++) {
    if (sent === until) throw new Error('the line broke')
    await new Promise(setImmediate)
    yield new Uint8Array(piece).fill(value)
  }
}

let folder: string
let recordings: Recordings
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
  recordings = openRecordings(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a recording', () => {
  it('that is delivered twice at once is one of the two, whole', async () => {
    const call = known(parseCallId, '1789000000.1')
    const kept = await Promise.all([1, 2, 3].map((value) => recordings.keep(alpha, call, soundOf(value))))
    expect(kept).toEqual([{ kept: true }, { kept: true }, { kept: true }])
    const sound = readFileSync(join(folder, 'alpha/1789000000.1.wav'))
    expect(sound.length).toBe(pieces * piece)
    expect(new Set(sound).size).toBe(1)
  })

  it('that is delivered in part is not there, and leaves nothing behind', async () => {
    const call = known(parseCallId, '1789000000.2')
    await expect(recordings.keep(alpha, call, soundOf(1, 3))).rejects.toThrow('the line broke')
    expect(recordings.has(alpha, call)).toBe(false)
    expect(readdirSync(join(folder, 'alpha')).filter((name) => name.includes('1789000000.2'))).toEqual([])
  })
})
