import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { known, parseCallId, parseClinicId } from '#domain/ids.ts'
import type { LineCall } from '#domain/telephony/call.ts'
import { aCall } from './testing/a-call.ts'
import { openSpool, type Spool } from './spool.ts'

let folder: string
let spool: Spool
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'))
  spool = openSpool(join(folder, 'spool.db'))
})
afterEach(() => {
  spool.close()
  rmSync(folder, { recursive: true })
})

const ringing = aCall({ state: 'ringing' })
const ended = aCall({ state: 'ended', endedAt: 2, outcome: 'abandoned' })
const tracked = (call: LineCall) => ({ id: call.id, facts: {}, call })

function again(): void {
  spool.close()
  spool = openSpool(join(folder, 'spool.db'))
}

describe('the spool', () => {
  it('keeps what is not handed over through a restart', () => {
    spool.keep([tracked(ringing)])
    again()
    expect(spool.undelivered()).toEqual([{ call: ringing, version: 1 }])
    expect(spool.openCalls()).toEqual([tracked(ringing)])
  })

  it('hands over the newest version of a call, and only that', () => {
    expect(spool.keep([tracked(ringing)])).toEqual([{ call: ringing, version: 1 }])
    expect(spool.keep([tracked(ended)])).toEqual([{ call: ended, version: 2 }])
    expect(spool.undelivered()).toEqual([{ call: ended, version: 2 }])
  })

  it('has nothing to hand over when nothing visible changed', () => {
    spool.keep([tracked(ringing)])
    spool.delivered({ call: ringing, version: 1 })
    expect(spool.keep([tracked(ringing)])).toEqual([])
    expect(spool.undelivered()).toEqual([])
  })

  it('keeps a newer version that came while an older one was handed over', () => {
    spool.keep([tracked(ringing)])
    spool.keep([tracked(aCall({ state: 'talking' }))])
    spool.delivered({ call: ringing, version: 1 })
    expect(spool.undelivered()).toMatchObject([{ version: 2, call: { state: 'talking' } }])
  })

  it('never opens a call again whose end has been handed over', () => {
    spool.keep([tracked(ended)])
    spool.delivered({ call: ended, version: 1 })
    again()
    expect(spool.isClosed(ended.id)).toBe(true)
    expect(spool.openCalls()).toEqual([])
    expect(spool.keep([tracked(ringing)])).toEqual([])
    expect(spool.undelivered()).toEqual([])
  })

  it('keeps how far the journal was read with what it led to', () => {
    spool.keep([tracked(ringing)], { inode: 7, offset: 42 })
    again()
    expect(spool.position()).toEqual({ inode: 7, offset: 42 })
  })

  it('forgets closed calls, and calls that were nobody’s, when they are old', () => {
    const stray = known(parseCallId, '1789000000.99')
    spool.keep([tracked(ended), { id: stray, facts: {}, call: undefined }])
    spool.delivered({ call: ended, version: 1 })
    spool.keep([
      tracked(aCall({ id: known(parseCallId, '1789000000.2'), clinic: known(parseClinicId, 'beta') })),
    ])
    expect(spool.prune(Date.now() + 1).toSorted()).toEqual([ended.id, stray])
    expect(spool.openCalls()).toHaveLength(1)
  })
})
