/** A door on a ledger in a folder of its own, on a port the system chooses: what the tests of admission talk to. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import pino from 'pino'
import type { Clinic } from '#domain/clinics/clinic.ts'
import { parseDocumentName } from '#domain/documents/names.ts'
import { documentShapes } from '#domain/documents/shape.ts'
import { known, parseClinicId, parsePersonId } from '#domain/ids.ts'
import { callKinds, type Actor, type Person, type Role } from '#domain/people/person.ts'
import { parsePhone } from '#domain/phone.ts'
import { attach } from '#domain/replica/attach.ts'
import { Replica } from '#domain/replica/replica.ts'
import { openStore } from '#sync-server/store/open.ts'
import type { Around } from '../admission.ts'
import { Door } from '../door.ts'
import { Ledger } from '../ledger.ts'
import { acceptSocket } from '../socket.ts'
import { attachSyncSocket } from '#sync-server/http/sync-socket.ts'

const alpha = known(parseClinicId, 'alpha')
const beta = known(parseClinicId, 'beta')

function clinic(id: typeof alpha): Clinic {
  return {
    id,
    name: { ru: id, en: id },
    colour: 'teal',
    greeting: { ru: 'Здравствуйте', en: 'Hello' },
    timeZone: 'Europe/Moscow',
    dids: [{ number: known(parsePhone, '+74951200001'), source: 'site', label: { ru: 'сайт', en: 'site' } }],
    dispositions: [
      { id: 'booked', label: { ru: 'Записан', en: 'Booked' }, topic: 'booking' },
      { id: 'consulted', label: { ru: 'Проконсультирован', en: 'Consulted' }, topic: 'consultation' },
    ],
    forms: {},
    lockedFields: ['disposition', 'priority'],
    branches: [],
    doctors: [],
    sources: [],
    workingHours: [],
    queueTimeout: 60,
  }
}
export const clinics = new Map([alpha, beta].map((id) => [id, clinic(id)]))
/** For an admission without a door: no line is open. */
export const around: Around = { clinicOf: (id) => clinics.get(id), onLine: () => false, now: Date.now }

function person(id: string, role: Role, granted: readonly (typeof alpha)[]): Person {
  const grants = granted.map((clinic) => ({ clinic, kinds: callKinds }))
  return { kind: 'person', id: known(parsePersonId, id), name: id, role, grants, extension: null }
}
export const actors = {
  anna: person('anna', 'operator', [alpha]),
  boris: person('boris', 'operator', [alpha]),
  vera: person('vera', 'operator', [beta]),
  supervisor: person('supervisor', 'supervisor', [alpha, beta]),
  controller: person('controller', 'quality-controller', [alpha]),
  bridge: { kind: 'service', id: 'pbx-bridge' },
  filing: { kind: 'service', id: 'filing' },
} as const satisfies Record<string, Actor>
export type ActorName = keyof typeof actors

export interface Participant {
  replica: Replica
  provider: HocuspocusProvider
  socket: HocuspocusProviderWebsocket
  leave(): void
}

export interface Centre {
  door: Door
  ledger: Ledger
  port: number
  /** The libSQL file. */
  path: string
  join(actor: ActorName, documentName: string): Participant
  /** Stops the server and opens it again on the same folder and port. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** Tokens are the actors' names: signing in is not what these tests are about. */
const authenticate = (token: string) => {
  const name = Object.keys(actors).find((actor): actor is ActorName => actor === token)
  return Promise.resolve(name && { actor: actors[name] })
}

/** `port` 0 lets the system choose. */
export async function listen(path: string, port: number) {
  const ledger = new Ledger(path, (reason) => {
    throw new Error(reason)
  })
  const door = new Door({
    ledger,
    authenticate,
    clinicOf: (id) => clinics.get(id),
    log: pino({ level: 'silent' }),
  })
  const http = createServer()
  const closeSockets = attachSyncSocket(http, {
    publicUrl: undefined,
    trustedProxies: false,
    accept: (socket, request, onProven) => acceptSocket(door, socket, request, onProven),
  })
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
  const close = async () => {
    closeSockets()
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
    await ledger.close()
  }
  return { ledger, door, port: (http.address() as AddressInfo).port, close }
}

/** Somebody at the server on that port, with a replica of one document. */
export function participate(port: number, actor: ActorName, documentName: string): Participant {
  const name = parseDocumentName(documentName)
  const replica = new Replica(documentShapes[name?.kind ?? 'card'])
  const socket = new HocuspocusProviderWebsocket({
    url: `ws://127.0.0.1:${port}/sync`,
    delay: 20,
    minDelay: 20,
    maxDelay: 100,
  })
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: documentName,
    document: replica.confirmed,
    token: actor,
  })
  provider.attach()
  const letGo = attach(replica, provider)
  let left = false
  return {
    replica,
    provider,
    socket,
    leave() {
      if (left) return
      left = true
      letGo()
      provider.destroy()
      socket.destroy()
    },
  }
}

export async function openCentre(): Promise<Centre> {
  const folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
  const path = join(folder, 'kartoteka.db')
  const store = await openStore({ url: pathToFileURL(path).href })
  store.close()
  let server = await listen(path, 0)
  const participants = new Set<Participant>()

  return {
    path,
    get door() {
      return server.door
    },
    get ledger() {
      return server.ledger
    },
    get port() {
      return server.port
    },
    join(actor, documentName) {
      const participant = participate(server.port, actor, documentName)
      participants.add(participant)
      return participant
    },
    async restart() {
      await server.close()
      server = await listen(path, server.port)
    },
    async close() {
      for (const participant of participants) participant.leave()
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Resolves when `holds` does, looking again whenever the replica changes. */
export function until(replica: Replica, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds()) return
      stop()
      resolve()
    }
    const stop = replica.subscribe(look)
    look()
  })
}

export const synced = ({ provider }: Participant): Promise<void> =>
  new Promise((resolve) => {
    if (provider.synced) resolve()
    else provider.on('synced', () => resolve())
  })
