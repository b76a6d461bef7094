/**
 * How a call ended. An answered call is answered whatever else was said about it: the queue reports a caller who is
 * taken out of it by hand as lost, and one whose time was over just like one who hung up.
 */
import type { CallId } from '#domain/ids.ts'
import type { CallOutcome, Direction, HangupSide } from './call.ts'
import { factOf, factsOf, legFact, type Facts } from './facts.ts'
import type { DialStatus, Observed } from './observation.ts'

export function outcomeOf(id: CallId, facts: Facts, direction: Direction, answered: boolean): CallOutcome {
  if (answered) return 'answered'
  return direction === 'incoming' ? missedOutcome(id, facts) : outgoingOutcome(id, facts)
}

function missedOutcome(id: CallId, facts: Facts): CallOutcome {
  const ended = factOf(facts, 'ended')?.outcome
  if (factOf(facts, 'gave-up') || ended === 'timeout' || ended === 'failed') return 'timeout'
  const left = legFact(facts, 'hangup-requested', id) ?? factOf(facts, 'abandoned')
  if (left || ended === 'abandoned') return 'abandoned'
  // The patient's telephone did not hang up and the leg ended all the same: it was the PBX that let the call go.
  return legFact(facts, 'hung-up', id) ? 'timeout' : 'unknown'
}

/** By the way the patient's telephone stopped ringing. */
const fates: Readonly<Record<DialStatus, CallOutcome>> = {
  answer: 'answered',
  busy: 'busy',
  noanswer: 'no-answer',
  cancel: 'no-answer',
  abort: 'failed',
  congestion: 'failed',
  chanunavail: 'failed',
}

function outgoingOutcome(id: CallId, facts: Facts): CallOutcome {
  const outside = factsOf(facts, 'ring-ended').findLast((leg) => leg.extension === null)
  if (outside) return fates[outside.status]
  return factOf(facts, 'ended')?.outcome ?? (legFact(facts, 'hung-up', id) ? 'failed' : 'unknown')
}

/** `null` when neither side did, because the PBX let an unanswered call go. */
export function hangupSide(
  id: CallId,
  facts: Facts,
  direction: Direction,
  outcome: CallOutcome,
): HangupSide | null {
  if (outcome === 'abandoned') return 'patient'
  if (outcome === 'timeout' || outcome === 'busy' || outcome === 'failed') return null
  const isPatient = (leg: Observed<'hangup-requested'>): boolean =>
    direction === 'incoming' ? leg.channel === id : leg.extension === null
  const tookPart = (leg: Observed<'hangup-requested'>): boolean =>
    isPatient(leg) || leg.channel === id || legFact(facts, 'bridged', leg.channel) !== undefined
  const request = factsOf(facts, 'hangup-requested').find(tookPart)
  if (request) return isPatient(request) ? 'patient' : 'operator'
  return factOf(facts, 'completed')?.by ?? factOf(facts, 'ended')?.by ?? 'unknown'
}
