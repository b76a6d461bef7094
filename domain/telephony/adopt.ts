/**
 * A call that stands on the line and that the bridge has no memory of, as facts: so that the bridge, having lost its
 * own notes, ends it when it has ended.
 */
import type { LineCall } from './call.ts'
import type { Observation } from './observation.ts'

export function adopt(call: LineCall): Observation[] {
  const { id, clinic, did, number, startedAt, answeredAt, operator, recorded } = call
  const seen = { source: 'journal', call: id, at: startedAt } as const
  const origin = { ...seen, clinic, did, number }
  return [
    call.direction === 'incoming'
      ? { ...origin, type: 'entered' }
      : { ...origin, type: 'dialled', extension: null },
    ...(answeredAt !== null && operator !== null
      ? [{ ...seen, type: 'connected', person: operator, at: answeredAt } as const]
      : []),
    ...(recorded ? [{ ...seen, type: 'recorded' } as const] : []),
  ]
}
