/**
 * What is known of one call: of each kind of observation, about each leg or person, the earliest seen. Adding is
 * commutative, associative and idempotent, so whatever order the PBX's event families interleave in, and however often
 * a journal is read again, the same observations leave the same facts; everything else is derived from them
 * (`derive.ts`).
 */
import type { ChannelId, Observation, ObservationType, Observed, Source } from './observation.ts'

/** JSON: the bridge keeps it on disk as it is. */
export type Facts = Readonly<Record<string, Observation>>

function keyOf(observation: Observation): string {
  const kind = `${observation.source}/${observation.type}`
  if ('channel' in observation) return `${kind}/${observation.channel}`
  return 'person' in observation ? `${kind}/${observation.person}` : kind
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

const ofType =
  <Type extends ObservationType>(type: Type) =>
  (observation: Observation): observation is Observed<Type> =>
    observation.type === type

/** All of one kind, earliest first; from one source when it is given. */
export function factsOf<Type extends ObservationType>(
  facts: Facts,
  type: Type,
  source?: Source,
): Observed<Type>[] {
  return Object.values(facts)
    .filter(ofType(type))
    .filter((observation) => source === undefined || observation.source === source)
    .sort((a, b) => (precedes(a, b) ? -1 : 1))
}

/** The earliest of its kind: from the live events when they tell, from the journal when only it does. */
export function factOf<Type extends ObservationType>(facts: Facts, type: Type): Observed<Type> | undefined {
  return factsOf(facts, type, 'events')[0] ?? factsOf(facts, type, 'journal')[0]
}

/** About one leg; only the live events know legs. */
export function legFact<Type extends ObservationType>(
  facts: Facts,
  type: Type,
  channel: ChannelId,
): Observed<Type> | undefined {
  const known = facts[`events/${type}/${channel}`]
  return known && ofType(type)(known) ? known : undefined
}
