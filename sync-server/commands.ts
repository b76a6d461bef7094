/** Commands to the telephone exchange: handed to the bridge over its own connection, good for five seconds, never repeated. */
import { randomUUID } from 'node:crypto'
import type { Connection } from '@hocuspocus/server'
import { lineName } from '#domain/documents/names.ts'
import type { ClinicId } from '#domain/ids.ts'
import type { Door, Party } from '#sync-server/admission/door.ts'
import type { Command, CommandResult, SendCommand } from '#sync-server/api/commands.ts'

/** Milliseconds. */
export const commandLifetime = 5_000

export function commandSender(door: Door, lifetime = commandLifetime): SendCommand {
  const waiting = new Map<string, (result: CommandResult) => void>()
  door.onStateless((message, { actor }) => {
    if (message.type !== 'command-result' || actor.kind !== 'service' || actor.id !== 'pbx-bridge') return
    const { id, done, code = 'refused' } = message
    waiting.get(id)?.(done ? { done } : { done, code })
  })

  return (command) => {
    const bridge = bridgeOn(door, command.clinic)
    if (!bridge) return Promise.resolve({ done: false, code: 'no-bridge' })
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

function bridgeOn(door: Door, clinic: ClinicId): Connection<Party> | undefined {
  const connections = door.hocuspocus.documents.get(lineName(clinic))?.getConnections() ?? []
  return connections.find((connection): connection is Connection<Party> => {
    const { actor } = connection.context as Party
    return actor.kind === 'service' && actor.id === 'pbx-bridge'
  })
}

function frameOf(id: string, { command, call, extension }: Command): string {
  return JSON.stringify({ type: 'command', id, command, call, extension })
}
