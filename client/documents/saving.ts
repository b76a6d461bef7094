/** What "saved" may be said of: counts over every open document, and the state of the line. */
import { createSignal, onCleanup, type Accessor } from 'solid-js'
import { requestableRoots, requestKey } from '#domain/documents/card.ts'
import type { PersonId } from '#domain/ids.ts'
import type { FieldIntent, Intent } from '#domain/replica/intent.ts'
import type { RefusedAction } from '#domain/replica/replica.ts'
import type { Device } from '#client/device/device.ts'
import type { Connection, ConnectionStatus } from './connection.ts'
import { noteAtEnd } from './note.ts'

export interface RefusedChange {
  document: string
  action: RefusedAction
  dismiss(): void
  /** What was typed goes to the end of the card's notes, and is dealt with. */
  keepAsNote(text: string): void
  /** A supervisor is asked to write these fields, in this person's name, and it is dealt with. */
  askSupervisor(fields: readonly FieldIntent[]): void
}

export interface Saving {
  status: Accessor<ConnectionStatus>
  /** Actions that the server has not admitted yet, in whichever window of this browser they were made. */
  pending: Accessor<number>
  refused: Accessor<readonly RefusedChange[]>
  /** The device takes nothing more: what is pending would be lost with the window. */
  unkept: Accessor<boolean>
}

function requestFor(field: FieldIntent, by: PersonId): Intent | undefined {
  const root = requestableRoots.find((name) => name === field.root)
  const value = field.kind === 'set' ? { value: field.value } : {}
  return root && { kind: 'set', root: 'requests', key: requestKey({ by, root, key: field.key }), value }
}

/** `device` tells of what waits in other windows. */
export function createSaving(connection: Connection, person: PersonId, device: Device | undefined): Saving {
  const [status, setStatus] = createSignal(connection.status())
  const [pending, setPending] = createSignal(0)
  const [elsewhere, setElsewhere] = createSignal(0)
  const [unkept, setUnkept] = createSignal(false)
  const [refused, setRefused] = createSignal<readonly RefusedChange[]>([])
  let stopWatching: (() => void)[] = []

  const count = () => {
    const documents = connection.documents()
    setPending(documents.reduce((sum, { replica }) => sum + replica.pending, 0))
    setUnkept(documents.some(({ replica }) => replica.unkept))
    setRefused(
      documents.flatMap(({ name, replica }) =>
        replica.refused.map((action) => ({
          document: name,
          action,
          dismiss: () => replica.dismiss(action.id),
          keepAsNote(text) {
            replica.act([noteAtEnd(replica.view, text)])
            replica.dismiss(action.id)
          },
          askSupervisor(fields) {
            replica.act(fields.flatMap((field) => requestFor(field, person) ?? []))
            replica.dismiss(action.id)
          },
        })),
      ),
    )
  }
  const countElsewhere = async () => {
    const here = new Set(connection.documents().map(({ name }) => name))
    setElsewhere((await device?.waitingBeside(here).catch(() => 0)) ?? 0)
  }
  const watch = () => {
    for (const stop of stopWatching) stop()
    stopWatching = connection.documents().map(({ replica }) =>
      replica.subscribe((event) => {
        if (event.kind === 'outbox') count()
      }),
    )
    setStatus(connection.status())
    count()
    void countElsewhere()
  }
  watch()
  const stopConnection = connection.subscribe(watch)
  const stopDevice = device?.onPut(() => void countElsewhere())
  onCleanup(() => {
    stopConnection()
    stopDevice?.()
    for (const stop of stopWatching) stop()
  })
  return { status, pending: () => pending() + elsewhere(), refused, unkept }
}
