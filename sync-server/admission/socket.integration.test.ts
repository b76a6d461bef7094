import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { openCentre, type Centre } from './testing/open-centre.ts'

let centre: Centre
beforeAll(async () => {
  centre = await openCentre()
})
afterAll(() => centre.close())

const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined)
const warnings = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
afterEach(() => vi.clearAllMocks())

/** Sends one frame many times and waits for the server to end the socket. */
async function flood(frame: Uint8Array): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${centre.port}/sync`)
  await new Promise((resolve) => socket.once('open', resolve))
  for (let sent = 0; sent < 1_200; sent++) socket.send(frame)
  await new Promise((resolve) => socket.once('close', resolve))
}

function frameFor(documentName: string): Uint8Array {
  const encoder = createEncoder()
  writeVarString(encoder, documentName)
  writeVarUint(encoder, 5)
  writeVarString(encoder, '{}')
  return toUint8Array(encoder)
}

const logged = () => [...errors.mock.calls, ...warnings.mock.calls].flat()

describe('a stranger on the socket', () => {
  it.each([
    ['names that every object has', frameFor('constructor')],
    ['bytes that are no frame', new Uint8Array([200, 1, 2])],
  ])('cannot fill the log: %s', async (_what, frame) => {
    await flood(frame)
    expect(logged().length).toBeLessThanOrEqual(1)
  })

  it('cannot write lines of its own into the log', async () => {
    await flood(frameFor('card\n{"level":30,"msg":"forged"}'))
    expect(logged().filter((line) => String(line).includes('forged'))).toEqual([])
  })
})
