/**
 * What is known of one call: of each kind of observation, about each leg, the earliest seen. Adding is commutative,
 * associative and idempotent, so whatever order the PBX's event families interleave in, and however often a journal
 * is read again, the same observations leave the same facts; everything else is derived from them (`derive.ts`).
 */
import type { ChannelId, Observation, ObservationType, Observed, Source } from './observation.ts'

/** JSON: the bridge keeps it on disk as it is. */
export type Facts = Readonly<Record<string, Observation>>

function keyOf(observation: Observation): string {
  const { source, type } = observation
  return 'channel' in observation ? `${source}/${type}/${observation.channel}` : `${source}/${type}`
}

function precedes(a: Observation, b: Observation): boolean {
  return a.at === b.at ? JSON.stringify(a) < JSON.stringify(b) : a.at < b.at
}

/** Returns the same object when the observation adds nothing. */
export function addFact(facts: Facts, observation: Observation): Facts {
  const key = keyOf(observation)
  const known = facts[key]
  return known && !precedes(observation, known) ? facts : { ...facts, [key]: observation }
}

function isOf<Type extends ObservationType>(
  type: Type,
  observation: Observation | undefined,
): observation is Observed<Type> {
  return observation?.type === type
}

/** From one source, or from the live events when they tell and the journal when only it does. */
export function fact<Type extends ObservationType>(
  facts: Facts,
  type: Type,
  source?: Source,
): Observed<Type> | undefined {
  if (source === undefined) return fact(facts, type, 'events') ?? fact(facts, type, 'journal')
  const found = facts[`${source}/${type}`]
  return isOf(type, found) ? found : undefined
}

export function legFact<Type extends ObservationType>(
  facts: Facts,
  type: Type,
  channel: ChannelId,
): Observed<Type> | undefined {
  const found = facts[`events/${type}/${channel}`]
  return isOf(type, found) ? found : undefined
}

/** Every leg's fact of that kind, earliest first. */
export function legFacts<Type extends ObservationType>(facts: Facts, type: Type): Observed<Type>[] {
  return Object.values(facts)
    .filter((observation): observation is Observed<Type> => isOf(type, observation))
    .sort((a, b) => (precedes(a, b) ? -1 : 1))
}
