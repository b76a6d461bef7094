/**
 * The life of calls, fed with what the PBX says. Pure: the same observations, in any order and any number of times,
 * leave the same calls.
 */
import type { CallId } from '#domain/ids.ts'
import type { LineCall } from './call.ts'
import { deriveCall } from './derive.ts'
import type { Directory } from './directory.ts'
import { addFact, type Facts } from './facts.ts'
import type { Observation } from './observation.ts'

export interface TrackedCall {
  id: CallId
  facts: Facts
  /** `undefined` while it is not known whose call it is. */
  call: LineCall | undefined
}

export type TrackedCalls = ReadonlyMap<CallId, TrackedCall>

export interface Tracked {
  calls: TrackedCalls
  /** Every call about which something new is known, also when nobody can see a difference. */
  touched: TrackedCall[]
  /** The calls that look different now, as they look after all these observations. */
  changed: LineCall[]
}

export function track(
  calls: TrackedCalls,
  observations: readonly Observation[],
  directory: Directory,
): Tracked {
  const facts = new Map<CallId, Facts>()
  for (const observation of observations) {
    const known = facts.get(observation.call) ?? calls.get(observation.call)?.facts ?? {}
    const more = addFact(known, observation)
    if (more !== known) facts.set(observation.call, more)
  }
  return derive(calls, facts, directory)
}

/** The same facts seen with another directory: a number or a person has been added, or has gone. */
export function withDirectory(calls: TrackedCalls, directory: Directory): Tracked {
  return derive(calls, new Map([...calls].map(([id, { facts }]) => [id, facts])), directory)
}

function derive(calls: TrackedCalls, facts: ReadonlyMap<CallId, Facts>, directory: Directory): Tracked {
  if (facts.size === 0) return { calls, touched: [], changed: [] }
  const touched = [...facts].map(([id, all]) => ({ id, facts: all, call: deriveCall(id, all, directory) }))
  const changed = touched.flatMap(({ id, call }) =>
    call && JSON.stringify(call) !== JSON.stringify(calls.get(id)?.call) ? [call] : [],
  )
  return { calls: new Map([...calls, ...touched.map((one) => [one.id, one] as const)]), touched, changed }
}

/** Calls that need not be followed any more. */
export function forget(calls: TrackedCalls, ids: readonly CallId[]): TrackedCalls {
  const gone = new Set(ids)
  return new Map([...calls].filter(([id]) => !gone.has(id)))
}
