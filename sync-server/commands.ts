/**
 * Commands to the telephone exchange: for a call that is on the clinic's line, handed to the bridge over its own
 * connection, good for five seconds, never repeated.
 */
import { randomUUID } from 'node:crypto'
import type { Connection, Document } from '@hocuspocus/server'
import { lineCall } from '#domain/documents/line.ts'
import { lineName } from '#domain/documents/names.ts'
import { supervises } from '#domain/people/person.ts'
import type { Door } from '#sync-server/admission/door.ts'
import type { Party } from '#sync-server/admission/party.ts'
import type { Command, CommandResult, SendCommand } from '#sync-server/api/commands.ts'
import type { ProblemCode } from '#sync-server/api/problem.ts'

/** Milliseconds. */
const commandLifetime = 5_000

export function commandSender(door: Door, lifetime = commandLifetime): SendCommand {
  const waiting = new Map<string, (result: CommandResult) => void>()
  door.onStateless((message, { actor }) => {
    if (message.type !== 'command-result' || actor.kind !== 'service' || actor.id !== 'pbx-bridge') return
    const { id, done, code = 'refused' } = message
    waiting.get(id)?.(done ? { done } : { done, code })
  })

  return (command) => {
    const line = door.hocuspocus.documents.get(lineName(command.clinic))
    const bridge = line && bridgeOn(line)
    if (!bridge) return Promise.resolve({ done: false, code: 'no-bridge' })
    const obstacle = obstacleTo(command, line)
    if (obstacle) return Promise.resolve({ done: false, code: obstacle })
    const id = randomUUID()
    return new Promise((resolve) => {
      const answer = (result: CommandResult) => {
        clearTimeout(expiry)
        waiting.delete(id)
        resolve(result)
      }
      const expiry = setTimeout(() => answer({ done: false, code: 'expired' }), lifetime)
      waiting.set(id, answer)
      bridge.sendStateless(frameOf(id, command))
    })
  }
}

/** Rights to a clinic's line are rights to the calls on it; a talk is ended by who talks, or by those who lead. */
function obstacleTo({ command, call, person }: Command, line: Document): ProblemCode | undefined {
  const found = lineCall(line, call)
  if (!found) return 'call-gone'
  const mayHangUp = found.operator === person.id || supervises(person)
  return command === 'hangup' && !mayHangUp ? 'not-your-call' : undefined
}

function bridgeOn(line: Document): Connection<Party> | undefined {
  return line.getConnections().find((connection): connection is Connection<Party> => {
    const { actor } = connection.context as Party
    return actor.kind === 'service' && actor.id === 'pbx-bridge'
  })
}

function frameOf(id: string, { command, call, extension }: Command): string {
  return JSON.stringify({ type: 'command', id, command, call, extension })
}
