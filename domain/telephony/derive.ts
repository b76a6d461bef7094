/** From the facts of a call to the call as everybody sees it: a pure function, so equal facts are equal calls. */
import type { CallId, PersonId } from '#domain/ids.ts'
import type { CallState, Direction, LineCall } from './call.ts'
import type { Directory } from './directory.ts'
import { factOf, factsOf, legFact, type Facts } from './facts.ts'
import type { Observed } from './observation.ts'
import { hangupSide, outcomeOf } from './outcome.ts'

/** `undefined` while it is not known whose call it is: before the dialplan took it in, or a number that is no clinic's. */
export function deriveCall(id: CallId, facts: Facts, directory: Directory): LineCall | undefined {
  const dialled = factOf(facts, 'dialled')
  const origin = dialled ?? factOf(facts, 'entered')
  if (!origin) return undefined
  const clinic = directory.clinics.has(origin.clinic) ? origin.clinic : directory.clinicByDid.get(origin.did)
  if (clinic === undefined) return undefined

  const direction: Direction = dialled ? 'outgoing' : 'incoming'
  const answeredAt = answerTime(facts, direction)
  const endedAt = endTime(id, facts, direction)
  const outcome = endedAt === null ? null : outcomeOf(id, facts, direction, answeredAt !== null)
  return {
    id,
    clinic,
    direction,
    state: endedAt === null ? liveState(facts, direction) : 'ended',
    did: origin.did,
    number: origin.number,
    startedAt: legFact(facts, 'channel-created', id)?.at ?? origin.at,
    ringing: endedAt === null ? ringingPeople(facts, directory) : [],
    answeredAt,
    endedAt,
    operator: lastOperator(facts, directory, dialled),
    outcome,
    hungUpBy: outcome === null ? null : hangupSide(id, facts, direction, outcome),
    recorded: factOf(facts, 'recorded') !== undefined,
  }
}

const isOperator = (leg: { extension: string | null }): boolean => leg.extension !== null

type Answer = Observed<'bridged'> | Observed<'ring-ended'>

/** Phones that were picked up, each when it first shows, earliest first. */
export function answers(facts: Facts): Answer[] {
  const picked = factsOf(facts, 'ring-ended').filter((leg) => leg.status === 'answer')
  return [...picked, ...factsOf(facts, 'bridged')].sort((a, b) => a.at - b.at)
}

/** Those of the party that was called: one of them on the line makes it a talk. */
function calledPartyAnswers(facts: Facts, direction: Direction): Answer[] {
  return answers(facts).filter((leg) => isOperator(leg) === (direction === 'incoming'))
}

function answerTime(facts: Facts, direction: Direction): number | null {
  const seen = [factsOf(facts, 'connected', 'events')[0], calledPartyAnswers(facts, direction)[0]]
  const times = seen.flatMap((observation) => observation?.at ?? [])
  return times.length > 0 ? Math.min(...times) : journalAnswerTime(facts)
}

/** The journal writes down a queue's answer; of a call that was picked up or dialled, how long it lasted. */
function journalAnswerTime(facts: Facts): number | null {
  const connected = factsOf(facts, 'connected', 'journal')[0]
  if (connected) return connected.at
  const ended = factOf(facts, 'ended')
  if (ended?.outcome !== 'answered') return null
  if (ended.talk !== null) return ended.at - ended.talk * 1000
  return (factsOf(facts, 'picked-up').at(-1) ?? ended).at
}

/** An incoming call is over with the patient's leg, an outgoing one with its last. */
function endTime(id: CallId, facts: Facts, direction: Direction): number | null {
  const own = legFact(facts, 'hung-up', id)
  if (own && (direction === 'incoming' || !hasOpenLeg(facts))) return own.at
  return (factOf(facts, 'ended') ?? factOf(facts, 'gone'))?.at ?? null
}

function hasOpenLeg(facts: Facts): boolean {
  return factsOf(facts, 'channel-created').some((leg) => !legFact(facts, 'hung-up', leg.channel))
}

function liveState(facts: Facts, direction: Direction): CallState {
  const talking = calledPartyAnswers(facts, direction)
  if (talking.some((leg) => !legFact(facts, 'hung-up', leg.channel))) return 'talking'
  if (direction === 'outgoing' || ringingLegs(facts).length > 0) return 'ringing'
  return factOf(facts, 'queued') ? 'waiting' : 'menu'
}

function ringingLegs(facts: Facts): Observed<'ringing'>[] {
  return factsOf(facts, 'ringing').filter(
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

function lastOperator(
  facts: Facts,
  { personByExtension }: Directory,
  dialled: Observed<'dialled'> | undefined,
): PersonId | null {
  const extension = answers(facts).findLast(isOperator)?.extension ?? dialled?.extension
  if (extension !== undefined && extension !== null) return personByExtension.get(extension) ?? null
  const named = factsOf(facts, 'connected').at(-1)
  if (named) return named.person
  const answered = factOf(facts, 'ended')?.outcome === 'answered'
  return answered ? (factsOf(facts, 'picked-up').at(-1)?.person ?? null) : null
}
