/** Carries out what people ask for with a call: each command once, and only while the call is in a state for it. */
import type { CallId } from '#domain/ids.ts'
import { answers } from '#domain/telephony/derive.ts'
import { factsOf, legFact } from '#domain/telephony/facts.ts'
import { contexts } from '#domain/telephony/pbx-names.ts'
import type { TrackedCall } from '#domain/telephony/track.ts'
import type { ActionResult, Sender } from './ami/sender.ts'
import type { Command, CommandResult } from './command.ts'

/**
 * Milliseconds in which a caller who has been taken is not taken by another: until that telephone has answered, or the
 * caller is back in the queue.
 */
const takenFor = 3_000
/** Commands remembered, so that one that comes twice is carried out once. */
const remembered = 500

export function createCommander(sender: Sender, callOf: (id: CallId) => TrackedCall | undefined) {
  const results = new Map<string, Promise<CommandResult>>()
  const taken = new Map<CallId, number>()

  function carryOut({ command, call: id, extension }: Command): Promise<CommandResult> {
    const tracked = callOf(id)
    if (!tracked?.call || tracked.call.state === 'ended') return failed('call-gone')
    if (command === 'hangup') return hangUp(tracked)
    if (tracked.call.direction !== 'incoming' || tracked.call.state === 'talking')
      return failed('not-waiting')
    return extension === null ? failed('refused') : answer(tracked, extension)
  }

  async function answer({ id, facts }: TrackedCall, extension: string): Promise<CommandResult> {
    const caller = legFact(facts, 'channel-created', id)
    if (!caller) return { done: false, code: 'call-gone' }
    const now = performance.now()
    for (const [call, until] of taken) if (until <= now) taken.delete(call)
    if (taken.has(id)) return { done: false, code: 'not-waiting' }
    taken.set(id, now + takenFor)
    const redirect = { Channel: caller.name, Context: contexts.pickup, Exten: extension, Priority: '1' }
    const result = resultOf(await sender.act('Redirect', redirect))
    if (!result.done) taken.delete(id)
    return result
  }

  /** Of a talk the operator's leg, and the PBX lets the patient go: so it knows who hung up. Else the caller's own. */
  async function hangUp({ id, facts }: TrackedCall): Promise<CommandResult> {
    const legs = factsOf(facts, 'channel-created').filter((leg) => !legFact(facts, 'hung-up', leg.channel))
    const answered = new Set(answers(facts).map((leg) => leg.channel))
    const talking = legs.filter((leg) => leg.extension !== null && answered.has(leg.channel))
    const [leg] = talking.length > 0 ? talking : legs.filter(({ channel }) => channel === id)
    if (!leg) return { done: false, code: 'call-gone' }
    return resultOf(await sender.act('Hangup', { Channel: leg.name, Cause: '16' }))
  }

  return {
    obey(command: Command): Promise<CommandResult> {
      const known = results.get(command.id)
      if (known) return known
      const result = carryOut(command)
      results.set(command.id, result)
      const [oldest] = results.keys()
      if (results.size > remembered && oldest !== undefined) results.delete(oldest)
      return result
    },
  }
}

function failed(code: Extract<CommandResult, { done: false }>['code']): Promise<CommandResult> {
  return Promise.resolve({ done: false, code })
}

function resultOf(result: ActionResult): CommandResult {
  if (result.done) return { done: true }
  return { done: false, code: result.code === 'expired' ? 'expired' : 'refused' }
}
