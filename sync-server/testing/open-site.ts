/** A whole server on a folder of its own and a port the system chooses, with the demonstration centre's people. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pino } from 'pino'
import { demonstrationPassword } from '#sync-server/demonstration/people.ts'
import { socketLimits } from '#sync-server/admission/socket-limits.ts'
import { openSecrets, type Secrets } from '#sync-server/secrets.ts'
import { startServer, type RunningServer } from '#sync-server/server.ts'
import { readSettings, type Settings } from '#sync-server/settings.ts'

export interface Visitor {
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** With this site's `Origin`, unless another is given. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
}

export interface Site {
  url: string
  folder: string
  secrets: Secrets
  server: RunningServer
  /** Nobody signed in. */
  stranger: Visitor
  /** `name` is that of the demonstration person: `elena`. */
  signIn(name: string): Promise<Visitor>
  close(): Promise<void>
}

export async function openSite(changed: Partial<Settings> = {}, limits = socketLimits): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
  const read = readSettings({ KARTOTEKA_DATA: folder, KARTOTEKA_PORT: '0', KARTOTEKA_PBX: 'training' })
  if (!read.ok) throw new Error(read.reason)
  const server = await startServer({ ...read.settings, ...changed }, pino({ level: 'silent' }), limits)
  const { url } = server

  const visitor = (cookie?: string): Visitor => {
    const own = cookie === undefined ? {} : { cookie }
    return {
      get: (path, headers = {}) => fetch(new URL(path, url), { headers: { ...own, ...headers } }),
      post: (path, body, headers = {}) =>
        fetch(new URL(path, url), {
          method: 'POST',
          headers: { origin: url, 'content-type': 'application/json', ...own, ...headers },
          body: JSON.stringify(body),
        }),
    }
  }

  return {
    url,
    folder,
    secrets: openSecrets(folder),
    server,
    stranger: visitor(),
    async signIn(name) {
      const credentials = { email: `${name}@kartoteka.example`, password: demonstrationPassword }
      const answer = await visitor().post('/api/auth/sign-in/email', credentials)
      if (!answer.ok) throw new Error(`${name} could not sign in: ${await answer.text()}`)
      return visitor(answer.headers.getSetCookie()[0]?.split(';')[0])
    },
    async close() {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** For looking into the site's database beside its server. */
export const databaseUrl = ({ folder }: Site): string => pathToFileURL(join(folder, 'kartoteka.db')).href
