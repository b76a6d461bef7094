/** The HTTP API: who may pass, and which routes there are. The contract is docs/connect.md. */
import { Hono } from 'hono'
import type { Logger } from 'pino'
import { isOwnOrigin } from '#sync-server/http/origin.ts'
import { callRoutes, type CallParts } from './calls.ts'
import { changeRoutes, type ReadChanges } from './changes.ts'
import { commandRoutes, type SendCommand } from './commands.ts'
import { meRoutes, type MeParts } from './me.ts'
import { patientRoutes, type PatientParts } from './patients.ts'
import { problem } from './problem.ts'
import { recordingRoutes } from './recordings.ts'
import { serviceRoutes, type ServiceParts } from './service.ts'
import { signInRoutes } from './sign-in.ts'
import { signedIn } from './signed-in.ts'
import type { Sessions } from '#sync-server/sign-in/sessions.ts'

export interface Health {
  /** Documents open now. */
  documents: number
  ledger: { rows: number }
}

export interface ApiParts extends MeParts, ServiceParts, CallParts, PatientParts {
  sessions: Sessions
  publicUrl: string | undefined
  readChanges: ReadChanges
  sendCommand: SendCommand
  health: () => Health
  log: Logger
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])
/** Bytes of JSON. */
const largestBody = 64 * 1024

export function createApi(parts: ApiParts): Hono {
  const api = new Hono().basePath('/api')

  api.use(async (c, next) => {
    await next()
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
  })
  api.get('/health', (c) => c.json({ ok: true, ...parts.health() }))
  api.route('/service', serviceRoutes(parts))

  api.use(async (c, next) => {
    const unmeasured = c.req.header('transfer-encoding') !== undefined
    if (unmeasured || Number(c.req.header('content-length') ?? 0) > largestBody)
      return problem(c, 'too-large')
    await next()
    return undefined
  })
  api.use(async (c, next) => {
    const origin = c.req.header('origin') ?? ''
    if (!reading.has(c.req.method) && !isOwnOrigin(origin, new URL(c.req.url), parts.publicUrl)) {
      return problem(c, 'foreign-origin')
    }
    await next()
    return undefined
  })
  api.route('/auth', signInRoutes(parts))

  api.use(signedIn(parts))
  api.route('/', meRoutes(parts))
  api.route('/patients', patientRoutes(parts))
  api.route('/calls', callRoutes(parts))
  api.route('/cards', changeRoutes(parts))
  api.route('/recordings', recordingRoutes(parts))
  api.route('/commands', commandRoutes(parts))

  api.all('*', (c) => problem(c, 'not-found'))
  api.onError((error, c) => {
    parts.log.error({ err: error, method: c.req.method, route: c.req.routePath }, 'a request failed')
    return problem(c, 'internal')
  })
  return api
}
