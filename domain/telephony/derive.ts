/** From the facts of a call to the call as everybody sees it: a pure function, so equal facts are equal calls. */
import type { CallId, PersonId } from '#domain/ids.ts'
import type { CallOutcome, CallState, Direction, HangupSide, LineCall } from './call.ts'
import type { Directory } from './directory.ts'
import { fact, legFact, legFacts, type Facts } from './facts.ts'
import type { DialStatus, Observed } from './observation.ts'

/** What an unanswered outgoing call came to, by the way the patient's phone stopped ringing. */
const outgoingFates: Readonly<Record<DialStatus, CallOutcome>> = {
  answer: 'answered',
  busy: 'busy',
  noanswer: 'no-answer',
  cancel: 'no-answer',
  abort: 'failed',
  congestion: 'failed',
  chanunavail: 'failed',
}

/** `undefined` while it is not known whose call it is: before the dialplan took it in, or a number that is no clinic's. */
export function deriveCall(id: CallId, facts: Facts, directory: Directory): LineCall | undefined {
  const dialled = fact(facts, 'dialled')
  const origin = dialled ?? fact(facts, 'entered')
  if (!origin) return undefined
  const clinic = directory.clinics.has(origin.clinic) ? origin.clinic : directory.clinicByDid.get(origin.did)
  if (clinic === undefined) return undefined

  const direction: Direction = dialled ? 'outgoing' : 'incoming'
  const first = legFact(facts, 'channel-created', id)
  const answeredAt = answerTime(facts, direction)
  const endedAt = endTime(id, facts, direction)
  const outcome = endedAt === null ? null : outcomeOf(id, facts, direction, answeredAt !== null)
  return {
    id,
    clinic,
    direction,
    state: endedAt === null ? liveState(facts, direction) : 'ended',
    did: origin.did,
    number: origin.number ?? (direction === 'incoming' ? (first?.number ?? null) : null),
    startedAt: first?.at ?? origin.at,
    ringing: endedAt === null ? ringingPeople(facts, directory) : [],
    answeredAt,
    endedAt,
    operator: talkingOperator(facts, directory, dialled),
    outcome,
    hungUpBy: outcome === null ? null : sideOf(id, facts, direction, outcome),
    recorded: fact(facts, 'recorded') !== undefined,
  }
}

const isOperator = (leg: { extension: string | null }): boolean => leg.extension !== null

/** The other party's legs: those whose joining a bridge makes it a talk. */
function answeringLegs(facts: Facts, direction: Direction): Observed<'bridged'>[] {
  return legFacts(facts, 'bridged').filter((leg) => isOperator(leg) === (direction === 'incoming'))
}

function answerTime(facts: Facts, direction: Direction): number | null {
  const seen = [fact(facts, 'connected', 'events'), answeringLegs(facts, direction)[0]].flatMap((at) => at ?? [])
  if (seen.length > 0) return Math.min(...seen.map((observation) => observation.at))
  return fact(facts, 'connected', 'journal')?.at ?? null
}

function endTime(id: CallId, facts: Facts, direction: Direction): number | null {
  const own = legFact(facts, 'hung-up', id)
  const gone = fact(facts, 'gone')
  if (own && (direction === 'incoming' || gone || !hasOpenLeg(facts))) return own.at
  return fact(facts, 'ended')?.at ?? gone?.at ?? null
}

function hasOpenLeg(facts: Facts): boolean {
  return legFacts(facts, 'channel-created').some((leg) => !legFact(facts, 'hung-up', leg.channel))
}

function liveState(facts: Facts, direction: Direction): CallState {
  const talking = answeringLegs(facts, direction).some((leg) => !legFact(facts, 'hung-up', leg.channel))
  if (talking || (fact(facts, 'connected') && legFacts(facts, 'channel-created').length === 0)) return 'talking'
  if (direction === 'outgoing' || ringingLegs(facts).length > 0) return 'ringing'
  return fact(facts, 'queued') ? 'waiting' : 'menu'
}

function ringingLegs(facts: Facts): Observed<'ringing'>[] {
  return legFacts(facts, 'ringing').filter(
    ({ channel, extension }) =>
      extension !== null &&
      !legFact(facts, 'ring-ended', channel) &&
      !legFact(facts, 'bridged', channel) &&
      !legFact(facts, 'hung-up', channel),
  )
}

function ringingPeople(facts: Facts, directory: Directory): PersonId[] {
  const people = ringingLegs(facts).flatMap(
    ({ extension }) => directory.personByExtension.get(extension ?? '') ?? [],
  )
  return [...new Set(people)]
}

function talkingOperator(
  facts: Facts,
  directory: Directory,
  dialled: Observed<'dialled'> | undefined,
): PersonId | null {
  const legs = legFacts(facts, 'bridged').filter(isOperator)
  const extension = legs.at(-1)?.extension ?? fact(facts, 'connected')?.extension ?? dialled?.extension
  return directory.personByExtension.get(extension ?? '') ?? null
}

function outcomeOf(id: CallId, facts: Facts, direction: Direction, answered: boolean): CallOutcome {
  if (answered) return 'answered'
  if (direction === 'outgoing') {
    const outside = legFacts(facts, 'ring-ended').filter((leg) => !isOperator(leg))
    const fate = outside.at(-1)?.status
    if (fate) return outgoingFates[fate]
    return legFact(facts, 'hung-up', id) || fact(facts, 'ended') ? 'failed' : 'unknown'
  }
  if (fact(facts, 'gave-up')) return 'timeout'
  if (legFact(facts, 'hangup-requested', id) || fact(facts, 'abandoned')) return 'abandoned'
  return legFact(facts, 'hung-up', id) ? 'timeout' : 'unknown'
}

function sideOf(id: CallId, facts: Facts, direction: Direction, outcome: CallOutcome): HangupSide | null {
  if (outcome === 'timeout') return null
  if (outcome === 'abandoned') return 'patient'
  const patients = (leg: Observed<'hangup-requested'>): boolean =>
    direction === 'incoming' ? leg.channel === id : !isOperator(leg)
  const talked = (leg: Observed<'hangup-requested'>): boolean => legFact(facts, 'bridged', leg.channel) !== undefined
  const request = legFacts(facts, 'hangup-requested')
    .filter((leg) => patients(leg) || (isOperator(leg) && (talked(leg) || direction === 'outgoing')))
    .at(0)
  if (request) return patients(request) ? 'patient' : 'operator'
  return fact(facts, 'completed')?.by ?? 'unknown'
}
