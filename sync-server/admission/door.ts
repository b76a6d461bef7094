/**
 * The door: Hocuspocus, with admission in the one hook that every update passes before it is applied or acknowledged.
 *
 * Hocuspocus runs the hooks of one connection strictly in turn and awaits `beforeSync`, so by the time it answers
 * "saved", admission has the update on disk and in the live document.
 */
import { Hocuspocus, type Connection, type Document, type WebSocketLike } from '@hocuspocus/server'
import type { Logger } from 'pino'
import type * as Y from 'yjs'
import type { Clinic } from '#domain/clinics/clinic.ts'
import { lineCall } from '#domain/documents/line.ts'
import { lineName, parseDocumentName } from '#domain/documents/names.ts'
import type { CallId, ClinicId } from '#domain/ids.ts'
import type { Actor } from '#domain/people/person.ts'
import { mayOpen } from '#domain/policy/judge.ts'
import { Admission, type Admitted } from './admission.ts'
import { Denied } from './denied.ts'
import { Hold } from './hold.ts'
import type { Ledger } from './ledger.ts'
import { asStored, OpenDocument } from './open-document.ts'
import type { Guest, Party } from './party.ts'
import { stampPresence } from './presence.ts'
import { Seats, type SeatedSocket } from './seats.ts'
import { socketLimits } from './socket-limits.ts'
import { parseStateless, type StatelessMessage } from './stateless.ts'

/** A socket that somebody came in by. */
interface OpenSocket extends SeatedSocket {
  onProven: () => void
  /** One for each document that is open on it. */
  connections: Set<Connection>
}

export interface DoorOptions {
  ledger: Ledger
  /** `undefined` when the token proves nobody. */
  authenticate: (token: string) => Promise<Party | undefined>
  clinicOf: (id: ClinicId) => Clinic | undefined
  log: Logger
  now?: () => number
  /** Documents open on one socket at once. */
  documentsPerSocket?: number
  /** Somebody has opened a card. */
  onOpen?: (documentName: string, party: Party) => void
}

/** A stateless message that is not the door's own. */
export type StatelessListener = (
  message: StatelessMessage,
  party: Party,
  connection: Connection<Party>,
) => void

const documentsAwaitingAuthentication = 2_000
/** Of what a window that opens all it may says before it is let in, this is several times as much. */
const bytesAwaitingAuthentication = 1024 * 1024
const tooMany = 'too-many-documents'

export class Door {
  readonly hocuspocus: Hocuspocus<Guest>
  private readonly admission: Admission
  private readonly sockets = new WeakMap<Request, OpenSocket>()
  private readonly seats: Seats
  private readonly documents = new WeakMap<Document, OpenDocument>()
  private readonly hold = new Hold()
  private readonly statelessListeners = new Set<StatelessListener>()
  private readonly admittedListeners = new Set<(documentName: string, doc: Y.Doc, actor: Actor) => void>()
  private readonly options: DoorOptions

  constructor(options: DoorOptions) {
    this.options = options
    this.seats = new Seats(options.documentsPerSocket ?? socketLimits.documents)
    this.admission = new Admission(options.ledger, {
      clinicOf: options.clinicOf,
      onLine: (clinic, call) => this.onLine(clinic, call),
      now: options.now ?? Date.now,
    })
    this.hocuspocus = new Hocuspocus<Guest>({
      quiet: true,
      maxPendingDocuments: documentsAwaitingAuthentication,
      maxUnauthenticatedQueueSize: bytesAwaitingAuthentication,
      onAuthenticate: ({ token, documentName, request }) => this.letIn(token, documentName, request),
      onLoadDocument: ({ document, documentName }) => this.load(document, documentName),
      connected: ({ context, connection, request }) => this.welcome(context, connection, request),
      onDisconnect: ({ context }) => this.letOut(context),
      beforeHandleMessage: ({ connection, update }) =>
        Promise.resolve(this.hold.releaseIfRebased(connection, update)),
      beforeSync: ({ connection, document, type, payload }) =>
        type === 0 ? Promise.resolve() : this.admit(connection, document, payload),
      beforeHandleAwareness: ({ states, connection, document }) =>
        connection ? stampPresence(states, connection, document) : Promise.resolve(),
      onStateless: ({ payload, connection }) => this.hear(payload, connection),
      beforeUnloadDocument: ({ document }) => this.putDown(document),
    })
  }

  /** Takes a socket over. `onProven` is called whenever somebody has proved on it who they are. */
  accept(socket: WebSocketLike, request: Request, onProven: () => void) {
    this.sockets.set(request, { onProven, closed: false, seats: new Set(), connections: new Set() })
    return this.hocuspocus.handleConnection(socket, request)
  }

  /** The socket of this request has closed: documents that are still being opened on it find nobody there. */
  left(request: Request): void {
    const socket = this.sockets.get(request)
    if (socket) this.seats.close(socket)
  }

  /** Resolves when what has come on the socket of this request so far has been dealt with. */
  async settled(request: Request): Promise<void> {
    const connections = [...(this.sockets.get(request)?.connections ?? [])]
    await Promise.all(connections.map((connection) => connection.waitForPendingMessages()))
  }

  onStateless(listener: StatelessListener): () => void {
    this.statelessListeners.add(listener)
    return () => this.statelessListeners.delete(listener)
  }

  /** Told after each admission, with the live document. */
  onAdmitted(listener: (documentName: string, doc: Y.Doc, actor: Actor) => void): () => void {
    this.admittedListeners.add(listener)
    return () => this.admittedListeners.delete(listener)
  }

  /** A change by one of the server's own services, through the same admission as everybody's. */
  async transact(documentName: string, actor: Actor, change: (doc: Y.Doc) => void): Promise<Admitted> {
    return this.withDocument(documentName, actor, async (document) => {
      const result = await this.admission.transact(document, actor, change)
      this.tellAdmitted(document, result, actor)
      return result
    })
  }

  /** Reads a document that nobody need have open. */
  read<Result>(documentName: string, actor: Actor, look: (doc: Y.Doc) => Result): Promise<Result> {
    return this.withDocument(documentName, actor, (document) => Promise.resolve(look(document.live)))
  }

  /** Ends the connections for which `affected` holds; those who connect again are judged anew. */
  closeConnections(affected: (party: Party, documentName: string) => boolean): void {
    for (const document of this.hocuspocus.documents.values()) {
      for (const connection of document.getConnections()) {
        const party = connection.context as Party
        if (affected(party, document.name)) connection.close({ code: 4403, reason: 'access-changed' })
      }
    }
  }

  private async withDocument<Result>(
    documentName: string,
    actor: Actor,
    work: (document: OpenDocument) => Promise<Result>,
  ): Promise<Result> {
    const direct = await this.hocuspocus.openDirectConnection(documentName, { actor })
    try {
      const open = direct.document && this.documents.get(direct.document)
      if (!open) throw new Error('the document could not be opened')
      return await work(open)
    } finally {
      await direct.disconnect({ unloadImmediately: false })
    }
  }

  private async letIn(token: string, documentName: string, request: Request): Promise<Guest> {
    const name = parseDocumentName(documentName)
    if (!name) throw new Denied('unknown-document')
    const party = await this.options.authenticate(token).catch((error: unknown) => {
      throw this.failed(error, documentName)
    })
    if (!party) throw new Denied('unauthenticated')
    const socket = this.sockets.get(request)
    if (socket?.closed) throw new Denied('closed')
    socket?.onProven()
    if (!mayOpen(name, party.actor)) throw new Denied('no-access')
    const seat = socket && this.seats.take(socket, documentName)
    if (socket && !seat) throw new Denied(tooMany)
    if (name.kind === 'card') this.options.onOpen?.(documentName, party)
    return { ...party, seat }
  }

  private welcome({ seat }: Guest, connection: Connection, request: Request): Promise<void> {
    const connections = this.sockets.get(request)?.connections
    if (seat && !this.seats.keep(seat)) connection.close({ code: 4429, reason: tooMany })
    else connections?.add(connection)
    connection.onClose(() => connections?.delete(connection))
    return Promise.resolve()
  }

  private letOut({ seat }: Guest): Promise<void> {
    if (seat) this.seats.giveBack(seat)
    return Promise.resolve()
  }

  private onLine(clinic: ClinicId, call: CallId): boolean {
    const line = lineName(clinic)
    const live = this.hocuspocus.documents.get(line) ?? asStored(this.options.ledger.load(line))
    return lineCall(live, call) !== undefined
  }

  private load(document: Document, documentName: string): Promise<void> {
    try {
      const name = parseDocumentName(documentName)
      if (!name) throw new Denied('unknown-document')
      const open = new OpenDocument(name, documentName, document, this.options.ledger)
      open.load()
      this.documents.set(document, open)
      return Promise.resolve()
    } catch (error) {
      // Others may come to wait for this loading until Hocuspocus has heard of its end.
      const loading = this.hocuspocus.loadingDocuments.get(documentName)
      loading?.catch(() => this.seats.giveBackAllWaitingFor(documentName))
      return Promise.reject(error instanceof Denied ? error : this.failed(error, documentName))
    }
  }

  /** Hocuspocus would write the error's message to the console, and tell the client nothing of use. */
  private failed(error: unknown, documentName: string): Denied {
    this.options.log.error({ err: error, document: documentName }, 'a document could not be opened')
    return new Denied('failed')
  }

  private putDown(document: Document): Promise<void> {
    this.documents.get(document)?.keepSnapshot(rowsWorthASnapshot)
    return Promise.resolve()
  }

  private async admit(connection: Connection<Party>, document: Document, update: Uint8Array): Promise<void> {
    const open = this.documents.get(document)
    // What is not refused here would be applied.
    if (!open) throw this.failed(new Error('admission does not know it'), document.name)
    if (this.hold.has(connection)) return
    const { actor } = connection.context
    const result = await this.admission.admit(open, update, actor, { source: 'connection', connection })
    if (result.kind === 'refused') this.hold.take(connection, document, result.refusal)
    if (result.kind === 'admitted') makeEmpty(update)
    if (result.kind === 'unwritten') {
      this.options.log.error({ reason: result.reason }, 'a change could not be written to the ledger')
      throw new Denied('not-written')
    }
    this.tellAdmitted(open, result, actor)
  }

  private tellAdmitted(open: OpenDocument, result: Admitted, actor: Actor): void {
    if (result.kind !== 'admitted' || result.changes.length === 0) return
    for (const listener of this.admittedListeners) listener(open.documentName, open.live, actor)
  }

  private hear(payload: string, connection: Connection<Party>): Promise<void> {
    const message = parseStateless(payload)
    if (message && message.type !== 'rebased') {
      for (const listener of this.statelessListeners) listener(message, connection.context, connection)
    }
    return Promise.resolve()
  }
}

/**
 * Hocuspocus goes on to apply what is left of the frame. Yjs finds traces to leave even in an update that it has
 * (roots named in it, neighbours to wait for), so there must be nothing left: all zeros is an update without content.
 */
function makeEmpty(update: Uint8Array): void {
  update.fill(0)
}

/** Putting a document down when it is closed is worth a write once this many rows would have to be read. */
const rowsWorthASnapshot = 20
