/**
 * From lines of queue_log to observations: `time|call|queue|agent|event|data…`, the time in whole seconds. Asterisk
 * writes its own events, our dialplan adds those that begin with X_.
 */
import { parseClinicId, parsePersonId } from '#domain/ids.ts'
import { isPhone, parsePhone } from '#domain/phone.ts'
import type { CallOutcome, HangupSide } from '#domain/telephony/call.ts'
import type { Observation } from '#domain/telephony/observation.ts'
import { callIdOf, queueLogMarks } from '#domain/telephony/pbx-names.ts'

/** `undefined` for lines that say nothing about a call's life. */
export function observeJournalLine(line: string, systemName: string): Observation | undefined {
  const [time = '', id = '', , agent = '', name = '', ...data] = line.trim().split('|')
  const call = callIdOf(id, systemName)
  if (call === undefined || !/^\d{9,11}$/.test(time)) return undefined
  const seen = { source: 'journal', call, at: Number(time) * 1000 } as const
  switch (name) {
    case queueLogMarks.entered:
      return origin(seen, data, 'entered')
    case queueLogMarks.calledOut:
      return origin(seen, data, 'dialled')
    case 'ENTERQUEUE':
      return { ...seen, type: 'queued' }
    case 'CONNECT': {
      const person = parsePersonId(agent)
      return person && { ...seen, type: 'connected', person }
    }
    case queueLogMarks.pickedUp: {
      const person = parsePersonId(data[1] ?? '')
      return person && { ...seen, type: 'picked-up', person }
    }
    case 'ABANDON':
      return { ...seen, type: 'abandoned' }
    case 'EXITWITHTIMEOUT':
    case 'EXITEMPTY':
      return { ...seen, type: 'gave-up' }
    case 'COMPLETECALLER':
      return { ...seen, type: 'completed', by: 'patient' }
    case 'COMPLETEAGENT':
      return { ...seen, type: 'completed', by: 'operator' }
    case queueLogMarks.ended:
      return ended(seen, data)
    default:
      return undefined
  }
}

const outcomes: readonly CallOutcome[] = ['answered', 'abandoned', 'timeout', 'failed', 'busy', 'no-answer']
const sides: readonly HangupSide[] = ['patient', 'operator']

type Seen = Pick<Observation, 'call' | 'at'> & { source: 'journal' }

function ended(seen: Seen, [name, side, seconds = '']: readonly string[]): Observation | undefined {
  const outcome = outcomes.find((known) => known === name)
  const by = sides.find((known) => known === side) ?? null
  const talk = /^\d{1,6}$/.test(seconds) ? Number(seconds) : null
  return outcome && { ...seen, type: 'ended', outcome, by, talk }
}

function origin(seen: Seen, data: readonly string[], type: 'entered' | 'dialled'): Observation | undefined {
  const [name = '', did, from = '', extension = ''] = data
  const clinic = parseClinicId(name)
  if (clinic === undefined || !isPhone(did)) return undefined
  const number = parsePhone(from) ?? null
  if (type === 'entered') return { ...seen, type, clinic, did, number }
  return { ...seen, type, clinic, did, number, extension: extension === '' ? null : extension }
}
