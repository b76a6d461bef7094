import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LineCall } from '#domain/telephony/call.ts'
import type { Observation } from '#domain/telephony/observation.ts'
import { openCallBook, type CallBook } from './call-book.ts'
import type { JournalPart } from './journal.ts'
import { openSpool, type Delivery, type Spool } from './spool.ts'
import { aCall } from './testing/a-call.ts'
import { directory } from './testing/session.ts'

const { id: call, clinic, did, number, startedAt } = aCall()
const at = startedAt
const seen = { source: 'events', call, at } as const
const caller = { channel: String(call), extension: null }
const arrives: Observation[] = [
  { ...seen, ...caller, type: 'channel-created', name: 'PJSIP/carrier-1', number },
  { ...seen, type: 'entered', clinic, did, number },
]
const hungUp: Observation = { ...seen, ...caller, type: 'hung-up', at: at + 5_000 }

let folder: string
let spool: Spool
let book: CallBook
let offered: Delivery[]
let written: JournalPart

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'call-book-'))
  spool = openSpool(join(folder, 'spool.db'))
  offered = []
  written = { observations: [], position: undefined }
  book = openBook()
})
afterEach(() => {
  book.flush()
  spool.close()
  rmSync(folder, { recursive: true })
})

function openBook(): CallBook {
  return openCallBook({
    spool,
    directory,
    journal: { read: () => written },
    recordingPath: (id) => join(folder, `${id}.wav`),
    offer: (deliveries) => offered.push(...deliveries),
  })
}
const last = (): LineCall | undefined => offered.at(-1)?.call
function admitLast(): void {
  const delivery = offered.at(-1)
  if (!delivery) throw new Error('nothing was offered')
  spool.delivered(delivery)
  if (delivery.call.state === 'ended') book.close(delivery.call.id)
}

describe('the calls that the bridge follows', () => {
  it('are on disk before they are handed over', () => {
    book.take(arrives)
    expect(offered).toEqual(spool.undelivered())
    expect(last()).toMatchObject({ state: 'menu', number })
  })

  it('end with what the journal knows about the end', () => {
    const abandoned: Observation = { source: 'journal', type: 'gave-up', call, at: at + 5_000 }
    book.take(arrives)
    written = { observations: [abandoned], position: { inode: 1, offset: 10 } }
    book.take([{ ...seen, ...caller, type: 'hangup-requested' }, hungUp])
    expect(last()).toMatchObject({ state: 'ended', outcome: 'timeout' })
    expect(spool.position()).toEqual({ inode: 1, offset: 10 })
  })

  it('are not opened again by what is said after their end was admitted', () => {
    book.take([...arrives, hungUp])
    admitLast()
    offered = []
    book.take(arrives)
    openBook().take([...arrives, hungUp])
    expect(offered).toEqual([])
  })

  it('end once more on the line when an older write came after their end', () => {
    book.take([...arrives, hungUp])
    admitLast()
    offered = []
    expect(book.compare([aCall({ state: 'ringing' })])).toBe(false)
    expect(offered).toMatchObject([{ call: { id: call, state: 'ended' } }])
  })

  it('are taken over from the line when the bridge has lost its notes', () => {
    expect(book.compare([aCall({ state: 'talking' })])).toBe(true)
    book.takeStock({ askedAt: at + 60_000, lastSeenAt: at + 50_000, channels: [] })
    expect(last()).toMatchObject({ state: 'ended', outcome: 'unknown', endedAt: at + 50_000 })
  })

  it('go on after a restart from where they were', () => {
    book.take(arrives)
    book = openBook()
    book.take([hungUp])
    expect(last()).toMatchObject({ state: 'ended', startedAt, number })
  })
})
