import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readQueueLog } from './queue-log.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'queue-log-'))
  path = join(folder, 'queue_log')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('following queue_log', () => {
  it('reads on from where it stopped', () => {
    writeFileSync(path, 'one\ntwo\n')
    const first = readQueueLog(path, undefined)
    expect(first.lines).toEqual(['one', 'two'])
    appendFileSync(path, 'three\n')
    expect(readQueueLog(path, first.position).lines).toEqual(['three'])
  })

  it('leaves a line that is still written for the next time', () => {
    writeFileSync(path, 'one\ntw')
    const first = readQueueLog(path, undefined)
    expect(first.lines).toEqual(['one'])
    appendFileSync(path, 'o\n')
    expect(readQueueLog(path, first.position).lines).toEqual(['two'])
  })

  it('reads a rotated file to its end, then the new one from its beginning', () => {
    writeFileSync(path, 'one\n')
    const first = readQueueLog(path, undefined)
    appendFileSync(path, 'two\n')
    renameSync(path, `${path}.0`)
    writeFileSync(path, 'three\n')
    const second = readQueueLog(path, first.position)
    expect(second.lines).toEqual(['two'])
    expect(readQueueLog(path, second.position).lines).toEqual(['three'])
  })

  it('begins anew in a file that was emptied in place', () => {
    writeFileSync(path, 'one\ntwo\n')
    const { position } = readQueueLog(path, undefined)
    truncateSync(path)
    writeFileSync(path, 'x\n')
    expect(readQueueLog(path, position).lines).toEqual(['x'])
  })

  it('answers nothing while there is no file', () => {
    expect(readQueueLog(path, undefined)).toEqual({ lines: [], position: undefined })
  })

  it('answers nothing, and stays where it was, while even its folder is away', () => {
    const logs = join(folder, 'log')
    mkdirSync(logs)
    const away = join(logs, 'queue_log')
    writeFileSync(away, 'one\n')
    const { position } = readQueueLog(away, undefined)
    rmSync(logs, { recursive: true })
    expect(readQueueLog(away, position)).toEqual({ lines: [], position })
  })
})
