import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { writeVarUint } from 'lib0/encoding'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import * as Y from 'yjs'
import { boundIncoming, mostUnread, mostWaiting } from './flow.ts'
import { actors, openCentre, type Centre } from './testing/open-centre.ts'
import { kinds, RawClient } from './testing/raw-client.ts'

const card = 'card/alpha/01JC0000000000000000000001'
/** What a client hears once the server has dealt with an update. */
const syncStatus = 8

describe('a socket', { timeout: 60_000 }, () => {
  it('is not read while what has come waits, and all of it comes in the end', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await once(server, 'listening')
    const heard = { frames: 0, whileWaiting: 0, waits: 0 }
    const all = Promise.withResolvers<void>()
    const frame = new Uint8Array(mostWaiting.bytes / 4)
    const sent = 40
    server.on('connection', (socket) => {
      let waiting = false
      const note = boundIncoming(socket, async () => {
        waiting = true
        heard.waits += 1
        for (let turn = 0; turn < 100; turn++) await setImmediate()
        waiting = false
      })
      socket.on('message', (data: Buffer) => {
        heard.frames += 1
        if (waiting) heard.whileWaiting += 1
        if (heard.frames === sent) all.resolve()
        note(data)
      })
    })
    const { port } = server.address() as AddressInfo
    const client = new WebSocket(`ws://127.0.0.1:${port}`)
    await once(client, 'open')
    for (let count = 0; count < sent; count++) client.send(frame)
    await all.promise
    expect(heard).toEqual({ frames: sent, whileWaiting: 0, waits: sent / 4 })
    client.terminate()
    server.close()
  })
})

describe('on the door', { timeout: 60_000 }, () => {
  let centre: Centre
  beforeEach(async () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined)
    centre = await openCentre()
  })
  afterEach(async () => {
    await centre.close()
    vi.restoreAllMocks()
  }, 30_000)

  it('a burst of edits is admitted to the last one', async () => {
    const anna = new RawClient(centre.port, 'anna', card)
    await anna.open()
    const doc = new Y.Doc()
    const edits = mostWaiting.frames * 2 + 500
    let acknowledged = 0
    const all = anna.next(({ kind }) => kind === syncStatus && ++acknowledged === edits)
    doc.on('update', (update: Uint8Array) => anna.sendUpdate(update))
    for (let edit = 0; edit < edits; edit++) doc.getText('notes').insert(0, 'x')
    expect(await all).toBeDefined()
    const length = await centre.door.read(card, actors.filing, (live) => live.getText('notes').length)
    expect(length).toBe(edits)
    anna.close()
  })

  it('whoever asks and asks and reads no answer is let go', async () => {
    const most = 20_000
    for (let part = 0; part < 10; part++) {
      const added = `${part}`.repeat(most)
      await centre.door.transact(card, actors.filing, (doc) => doc.getText('notes').insert(0, added))
    }
    const reader = new RawClient(centre.port, 'controller', card)
    await reader.open()
    const open = () => centre.door.hocuspocus.getConnectionsCount()
    expect(open()).toBe(1)
    reader.stopReading()
    // More than the kernel's buffers take on top.
    for (let asked = 0; asked < (mostUnread * 2) / (10 * most); asked++) {
      reader.send(kinds.sync, (encoder) => {
        writeVarUint(encoder, 0)
        writeVarUint(encoder, 1)
        writeVarUint(encoder, 0)
      })
    }
    await expect.poll(open, { timeout: 20_000 }).toBe(0)
    reader.close()
  })

  it('whoever has shown no token is not listened to for long', async () => {
    const stranger = new RawClient(centre.port, 'anna', card)
    await stranger.knock()
    const ended = stranger.next(() => false)
    for (let part = 0; part < 5; part++) stranger.sendUpdate(new Uint8Array(256 * 1024))
    await ended
    expect(stranger.endings).toEqual([{ code: 4205, reason: 'Reset Connection' }])
  })
})
