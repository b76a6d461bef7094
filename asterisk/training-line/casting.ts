/** Who plays whom in a scene: recorded values and what stands for them in this call. Values are replaced whole. */
import type { ClinicId } from '#domain/ids.ts'
import { queueLogMarks, queueName } from '#domain/telephony/pbx-names.ts'
import type { Field, RecordedEvent } from './recorded-session.ts'
import { isAbout, type RecordedLeg, type Scene } from './scenes.ts'

export interface Operator {
  person: string
  extension: string
}

export interface Leg extends RecordedLeg {
  operator: Operator
}

export interface Caller {
  id: string
  channel: string
  /** Empty when the number is withheld. */
  number: string
  did: string
  clinic: ClinicId
  /** Of the bridge in which the caller talks. */
  bridge: string
}

export type Cast = ReadonlyMap<string, string>

export function cast(
  scene: Scene,
  caller: Caller,
  leg: Leg | undefined,
  recorded: RecordedLeg | undefined,
): Cast {
  const { roles } = scene
  const parts: [string, string][] = [
    [roles.callerId, caller.id],
    [roles.callerChannel, caller.channel],
    [roles.number, caller.number],
    [roles.did, caller.did],
    [roles.clinic, caller.clinic],
    [queueName(roles.clinic), queueName(caller.clinic)],
  ]
  if (leg && recorded) {
    const { extension, person } = roles.operator
    parts.push(
      [recorded.id, leg.id],
      [recorded.channel, leg.channel],
      [extension, leg.operator.extension],
      [`PJSIP/${extension}`, `PJSIP/${leg.operator.extension}`],
      [person, leg.operator.person],
    )
  }
  return new Map(parts)
}

/** The event's fields in this call. `now` in milliseconds. */
export function playEvent(
  event: RecordedEvent,
  parts: Cast,
  own: { systemName: string; bridge: string },
  now: number,
): Field[] {
  const fresh = new Map([
    ['Timestamp', (now / 1000).toFixed(6)],
    ['SystemName', own.systemName],
    ['BridgeUniqueid', own.bridge],
  ])
  return event.fields.map(([key, value]) => [key, fresh.get(key) ?? parts.get(value) ?? value] as const)
}

/** The line as queue_log has it: the time in seconds, and in the last line of a talk how long it was, in seconds. */
export function playLine(line: readonly string[], parts: Cast, now: number, talk: number): string {
  const fields = line.slice(1).map((value) => parts.get(value) ?? value)
  const isTalk = line[markAt] === queueLogMarks.ended && /^\d+$/.test(line[talkAt] ?? '')
  if (isTalk) fields[talkAt - 1] = String(Math.round(talk))
  return [Math.floor(now / 1000), ...fields].join('|')
}

/** Fields of a line of queue_log. */
const markAt = 4
const talkAt = 7

/** Which of the two legs the event is about, if any. */
export function legOf(event: RecordedEvent, scene: Scene): 'ringing' | 'talking' | undefined {
  if (isAbout(event, [scene.ringing.id])) return 'ringing'
  return scene.talking && isAbout(event, [scene.talking.id]) ? 'talking' : undefined
}
