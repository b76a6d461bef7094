/** What can be set from outside, in the environment or a settings file: read once, refused with a reason. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as v from 'valibot'

const port = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.maxValue(65535))
const flag = v.pipe(
  v.picklist(['0', '1']),
  v.transform((text) => text === '1'),
)
const text = v.pipe(v.string(), v.nonEmpty())

const Environment = v.object({
  KARTOTEKA_DATA: v.optional(text, 'data'),
  KARTOTEKA_HOST: v.optional(text, '127.0.0.1'),
  KARTOTEKA_PORT: v.optional(port, '4000'),
  KARTOTEKA_URL: v.optional(v.pipe(v.string(), v.url())),
  KARTOTEKA_PROXY: v.optional(text),
  KARTOTEKA_DEMONSTRATION: v.optional(flag, '1'),
  KARTOTEKA_PBX: v.optional(v.picklist(['asterisk', 'training', 'none']), 'none'),
  KARTOTEKA_SIP_SERVER: v.optional(v.pipe(v.string(), v.regex(/^wss?:\/\//))),
  KARTOTEKA_SIP_DOMAIN: v.optional(text),
  KARTOTEKA_IDLE_MINUTES: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,5}$/), v.transform(Number))),
  KARTOTEKA_LOG: v.optional(v.picklist(['debug', 'info', 'warn', 'error', 'silent']), 'info'),
})

/** How operators' browsers reach the telephone. */
export type TelephoneSettings =
  | { mode: 'none' }
  | { mode: 'training' }
  /** `server`: SIP over WebSocket, `wss://pbx.example:8089/ws`; `domain`: the right-hand side of SIP addresses. */
  | { mode: 'softphone'; server: string; domain: string }

export interface Settings {
  /** The one folder that holds everything to be kept. Absolute. */
  dataFolder: string
  /** `file:` URL of the libSQL file. */
  database: { url: string }
  host: string
  /** 0 lets the system choose. */
  port: number
  /** The address people type, when a proxy stands before the server; its origin is then the only one trusted. */
  publicUrl?: string
  /** Addresses of the proxies before the server, whose `X-Forwarded-…` headers are believed. */
  trustedProxies: false | 'loopback' | string[]
  /** True when an empty data folder is to become a demonstration centre. */
  demonstration: boolean
  telephone: TelephoneSettings
  /**
   * Milliseconds without use after which a browser signs its person out and removes what it keeps; `null`: it keeps all
   * until they sign out.
   */
  idleLimit: number | null
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

export type SettingsResult = { ok: true; settings: Settings } | { ok: false; reason: string }

export function readSettings(environment: Readonly<Record<string, string | undefined>>): SettingsResult {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name.startsWith('KARTOTEKA_') && value !== ''),
  )
  const parsed = v.safeParse(Environment, given)
  if (!parsed.success) return { ok: false, reason: v.summarize(parsed.issues) }
  const read = parsed.output
  const telephone = telephoneOf(read)
  if (telephone === undefined) {
    return {
      ok: false,
      reason: 'KARTOTEKA_PBX=asterisk also needs KARTOTEKA_SIP_SERVER and KARTOTEKA_SIP_DOMAIN',
    }
  }
  const dataFolder = resolve(read.KARTOTEKA_DATA)
  return {
    ok: true,
    settings: {
      dataFolder,
      database: { url: databaseFile(dataFolder) },
      host: read.KARTOTEKA_HOST,
      port: read.KARTOTEKA_PORT,
      ...(read.KARTOTEKA_URL && { publicUrl: read.KARTOTEKA_URL }),
      trustedProxies: proxiesOf(read.KARTOTEKA_PROXY),
      demonstration: read.KARTOTEKA_DEMONSTRATION,
      telephone,
      idleLimit: read.KARTOTEKA_IDLE_MINUTES === undefined ? null : read.KARTOTEKA_IDLE_MINUTES * 60_000,
      logLevel: read.KARTOTEKA_LOG,
    },
  }
}

function proxiesOf(given: string | undefined): Settings['trustedProxies'] {
  if (given === undefined || given === 'loopback') return given ?? false
  return given.split(',').map((address) => address.trim())
}

const databaseFile = (dataFolder: string): string => pathToFileURL(resolve(dataFolder, 'kartoteka.db')).href

function telephoneOf(read: v.InferOutput<typeof Environment>): TelephoneSettings | undefined {
  if (read.KARTOTEKA_PBX !== 'asterisk') return { mode: read.KARTOTEKA_PBX }
  const { KARTOTEKA_SIP_SERVER: server, KARTOTEKA_SIP_DOMAIN: domain } = read
  return server && domain ? { mode: 'softphone', server, domain } : undefined
}
