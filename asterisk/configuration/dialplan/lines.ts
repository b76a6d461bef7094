/** The dialplan's own syntax: contexts, extensions and the two ways in which the dialplan tells what it knows. */
import { ownEvents, queueLogMarks } from '#domain/telephony/pbx-names.ts'
import { onOneLine } from '../section.ts'

/** What is done when this extension is reached, in order; a labelled step can be jumped to. */
export type Step = string | { label: string; step: string }

export function extension(pattern: string, ...steps: readonly Step[]): string {
  const lines = steps.map((each, at) => {
    const head = at === 0 ? `exten => ${pattern},1` : ' same => n'
    return typeof each === 'string' ? `${head},${each}` : `${head}(${each.label}),${each.step}`
  })
  return lines.map(onOneLine).join('\n')
}

export function context(name: string, ...extensions: readonly string[]): string {
  return [`[${name}]`, ...extensions, ''].join('\n')
}

/** The call's id without the PBX's secret name before it (`callIdOf`). */
export const callIdVariable = (systemName: string): string => `\${CHANNEL(linkedid):${systemName.length + 1}}`

/** A line in queue_log, joined to Asterisk's own lines by the call's id. */
export function mark(name: keyof typeof queueLogMarks, ...fields: readonly string[]): string {
  return `QueueLog(NONE,\${UNIQUEID},NONE,${queueLogMarks[name]},${fields.join('|')})`
}

/** An AMI event of our own. */
export function event(name: keyof typeof ownEvents, fields: Readonly<Record<string, string>>): string {
  const headers = Object.entries(fields).map(([key, value]) => `${key}: ${value}`)
  return `UserEvent(${[ownEvents[name], ...headers].join(',')})`
}
