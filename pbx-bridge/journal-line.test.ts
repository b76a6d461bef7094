import { describe, expect, it } from 'vitest'
import { observeJournalLine } from './journal-line.ts'

const systemName = 'the-secret-system-name'
const look = (line: string) => observeJournalLine(line, systemName)
const seen = { source: 'journal', call: '1789000000.1', at: 1_789_000_005_000 }
const head = `1789000005|${systemName}-1789000000.1`

describe('a line of queue_log', () => {
  it.each([
    [
      `${head}|NONE|NONE|X_DID|alpha|+74951200001|+79161112233`,
      { type: 'entered', clinic: 'alpha', did: '+74951200001', number: '+79161112233' },
    ],
    [
      `${head}|NONE|NONE|X_DID|alpha|+74951200001|`,
      { type: 'entered', clinic: 'alpha', did: '+74951200001', number: null },
    ],
    [
      `${head}|NONE|NONE|X_OUT|alpha|+74951200001|+79161112233|101`,
      { type: 'dialled', clinic: 'alpha', did: '+74951200001', number: '+79161112233', extension: '101' },
    ],
    [`${head}|clinic-alpha|NONE|ENTERQUEUE||+79161112233|1`, { type: 'queued' }],
    [`${head}|clinic-alpha|elena|CONNECT|4|1789000000.2|3`, { type: 'connected', person: 'elena' }],
    [`${head}|clinic-alpha|NONE|ABANDON|1|1|12`, { type: 'abandoned' }],
    [`${head}|clinic-alpha|NONE|EXITWITHTIMEOUT|1|1|30`, { type: 'gave-up' }],
    [`${head}|clinic-alpha|elena|COMPLETECALLER|4|60|1`, { type: 'completed', by: 'patient' }],
    [`${head}|clinic-alpha|elena|COMPLETEAGENT|4|60|1`, { type: 'completed', by: 'operator' }],
    [`${head}|NONE|NONE|X_PICKUP|alpha|elena`, { type: 'picked-up', person: 'elena' }],
    [
      `${head}|NONE|NONE|X_END|answered|operator|42`,
      { type: 'ended', outcome: 'answered', by: 'operator', talk: 42 },
    ],
    [`${head}|NONE|NONE|X_END|abandoned|`, { type: 'ended', outcome: 'abandoned', by: null, talk: null }],
  ])('%s', (line, expected) => {
    expect(look(line)).toEqual({ ...seen, ...expected })
  })

  it.each([
    '',
    'x',
    `${head}|clinic-alpha|elena|RINGNOANSWER|1000`,
    `${head}|NONE|NONE|X_DID|Bad Clinic|1|2`,
    '1789000005|NONE|NONE|NONE|QUEUESTART|',
  ])('says nothing of a call: %j', (line) => expect(look(line)).toBeUndefined())
})
