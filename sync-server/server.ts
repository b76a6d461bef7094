/** Brings up everything that answers on the one port: the API, the sync socket, the built client. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import { serve } from 'srvx/node'
import { auditReader } from './admission/audit.ts'
import { Door } from './admission/door.ts'
import { Ledger } from './admission/ledger.ts'
import { acceptSocket } from './admission/socket.ts'
import { socketLimits } from './admission/socket-limits.ts'
import { createApi } from './api/api.ts'
import { callLister } from './calls/list.ts'
import { commandSender } from './commands.ts'
import { enterDemonstration } from './demonstration/enter.ts'
import { Filing } from './filing/filing.ts'
import { servePages } from './http/pages.ts'
import { securityHeaders } from './http/security-headers.ts'
import { attachSyncSocket } from './http/sync-socket.ts'
import { patientFinder, someNumbers } from './patients/find.ts'
import { openDirectory, type Directory } from './people/directory.ts'
import { openLookup } from './read-model/lookup.ts'
import { openRecordings } from './recordings/recordings.ts'
import { openSecrets } from './secrets.ts'
import type { Settings } from './settings.ts'
import { authenticator } from './sign-in/authenticate.ts'
import { openSessions } from './sign-in/sessions.ts'
import { openSyncTokens } from './sign-in/sync-token.ts'
import { holdFolder } from './store/hold.ts'
import { openStore } from './store/open.ts'

/** Where `npm run build` puts the client. */
const builtClient = fileURLToPath(new URL('../dist/client', import.meta.url))
/** Numbers that a training line is told, so that some of its callers are known. */
const numbersToTrainWith = 100
/** Milliseconds that requests under way may take to end when the server stops. */
const farewell = 2_000

export interface RunningServer {
  /** `http://127.0.0.1:4000`, with the port that was really taken. */
  url: string
  directory: Directory
  /** Resolves with the reason when nothing can be admitted any more, and only a new process can help. */
  broken: Promise<string>
  /** Resolves when what was admitted is on disk and every connection is closed. */
  close(): Promise<void>
}

export async function startServer(
  settings: Settings,
  log: Logger,
  limits = socketLimits,
): Promise<RunningServer> {
  const { dataFolder, publicUrl, telephone, idleLimit } = settings
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const letGo = holdFolder(dataFolder)
  if (!letGo) throw new Error(`a command has ${dataFolder} to itself: the read model is being made anew`)
  const secrets = openSecrets(dataFolder)
  const store = await openStore(settings.database)
  const directory = await openDirectory(store)
  const sessions = openSessions({ store, secret: secrets.session, baseUrl: publicUrl ?? 'http://localhost' })
  const syncTokens = openSyncTokens(store, secrets.syncToken)
  const recordings = openRecordings(join(dataFolder, 'recordings'))

  const databasePath = fileURLToPath(settings.database.url)
  const ledger = new Ledger(databasePath, (reason) => log.error({ reason }, 'the ledger needs attention'))
  const lookup = openLookup(databasePath)
  const door = new Door({
    ledger,
    authenticate: authenticator({ syncTokens, directory, serviceSecret: secrets.service }),
    clinicOf: directory.clinic,
    documentsPerSocket: limits.documents,
    log,
    onOpen: (document, { actor }) => {
      if (actor.kind === 'person') ledger.noteOpening({ document, person: actor.id, at: Date.now() })
    },
  })
  sessions.onEnd((ended) => {
    syncTokens.forget(ended)
    door.closeConnections(({ session }) => session === ended)
  })
  directory.onChange((changed) =>
    door.closeConnections(({ actor }) => actor.kind === 'person' && changed.has(actor.id)),
  )
  if (settings.demonstration) await enterDemonstration({ store, directory, door, log })
  await ledger.settle()
  const filing = new Filing({
    door,
    ledger,
    lookup,
    hasRecording: recordings.has,
    clinics: () => directory.clinics().map(({ id }) => id),
    log,
  })

  const api = createApi({
    directory,
    sessions,
    syncTokens,
    recordings,
    telephone,
    idleLimit,
    publicUrl,
    serviceSecret: secrets.service,
    findPatients: patientFinder(store),
    listCalls: callLister(store),
    demoNumbers: telephone.mode === 'training' ? () => someNumbers(store, numbersToTrainWith) : undefined,
    readChanges: auditReader(ledger, directory),
    sendCommand: commandSender(door),
    recordingKept: (clinic, call) => filing.recordingKept(clinic, call),
    recordingLost: (clinic, call) => filing.recordingLost(clinic, call),
    health: () => ({
      documents: door.hocuspocus.getDocumentsCount(),
      ledger: { rows: ledger.position().ledger },
    }),
    log,
  })
  const app = new Hono()
    .use(
      securityHeaders({
        telephoneServer: telephone.mode === 'softphone' ? telephone.server : undefined,
        https: publicUrl?.startsWith('https:') ?? false,
      }),
    )
    .route('/', api)
    .route('/', servePages(builtClient))

  const web = serve({
    fetch: app.fetch,
    port: settings.port,
    hostname: settings.host,
    trustProxy: settings.trustedProxies,
    manual: true,
    silent: true,
    gracefulShutdown: false,
  })
  if (!web.node?.server) throw new Error('there is no HTTP server')
  const closeSockets = attachSyncSocket(web.node.server, {
    publicUrl,
    trustedProxies: settings.trustedProxies,
    limits,
    accept: (socket, request, onProven) => acceptSocket(door, socket, request, onProven),
  })
  await web.serve()

  return {
    url: (web.url ?? '').replace(/\/$/, ''),
    directory,
    broken: ledger.lost,
    async close() {
      closeSockets()
      const impatient = setTimeout(() => void web.close(true), farewell)
      await web.close()
      clearTimeout(impatient)
      await filing.close()
      door.hocuspocus.flushPendingStores()
      await ledger.close()
      lookup.close()
      store.close()
      letGo()
    },
  }
}
