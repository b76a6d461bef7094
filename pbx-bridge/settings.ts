/** What the bridge is told from outside, in the environment: read once, refused with a reason. */
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { hostAndPort } from '#domain/telephony/host-and-port.ts'
import { amiUsers } from '#domain/telephony/pbx-names.ts'

const text = v.pipe(v.string(), v.nonEmpty())
const secret = v.pipe(
  v.string(),
  v.minLength(16, 'at least 16 characters'),
  v.regex(/^[\x21-\x7e]+$/, 'no spaces'),
)
const flag = v.pipe(
  v.picklist(['0', '1']),
  v.transform((digit) => digit === '1'),
)
const Environment = v.object({
  KARTOTEKA_DATA: v.optional(text, 'data'),
  KARTOTEKA_SERVER: v.pipe(v.string(), v.url(), v.startsWith('http')),
  KARTOTEKA_SERVICE_SECRET: text,
  KARTOTEKA_PBX_AMI: hostAndPort,
  KARTOTEKA_PBX_LISTENER: v.optional(text, amiUsers.listener),
  KARTOTEKA_PBX_LISTENER_SECRET: secret,
  KARTOTEKA_PBX_SENDER: v.optional(text, amiUsers.sender),
  KARTOTEKA_PBX_SENDER_SECRET: secret,
  KARTOTEKA_PBX_SYSTEM_NAME: secret,
  KARTOTEKA_PBX_RECORDINGS: text,
  KARTOTEKA_PBX_QUEUE_LOG: v.optional(text),
  KARTOTEKA_PBX_TRAINING: v.optional(flag, '0'),
  KARTOTEKA_LOG: v.optional(v.picklist(['debug', 'info', 'warn', 'error', 'silent']), 'info'),
})

export interface BridgeSettings {
  /** The spool's file. Absolute. */
  spool: string
  /** Base address of the sync server, `http://127.0.0.1:4000`. */
  server: string
  serviceSecret: string
  ami: { host: string; port: number }
  listener: { user: string; secret: string }
  sender: { user: string; secret: string }
  /** The PBX's `systemname`: what true events carry and callers cannot know. */
  systemName: string
  /** Folder in which the PBX leaves `<call>.wav`. Absolute. */
  recordings: string
  /** Asterisk's queue_log; without it, what happens while the bridge is away is known only in part. */
  queueLog: string | undefined
  /** True when the PBX is the training line. */
  training: boolean
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

/** `reason`: a line for each setting that is missing or wrong. */
export type BridgeSettingsResult = { ok: true; settings: BridgeSettings } | { ok: false; reason: string }

export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
): BridgeSettingsResult {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = v.safeParse(Environment, given)
  if (!parsed.success) return { ok: false, reason: parsed.issues.map(sentenceOf).join('\n') }
  const read = parsed.output
  return {
    ok: true,
    settings: {
      spool: join(resolve(read.KARTOTEKA_DATA), 'pbx-bridge.db'),
      server: read.KARTOTEKA_SERVER,
      serviceSecret: read.KARTOTEKA_SERVICE_SECRET,
      ami: read.KARTOTEKA_PBX_AMI,
      listener: { user: read.KARTOTEKA_PBX_LISTENER, secret: read.KARTOTEKA_PBX_LISTENER_SECRET },
      sender: { user: read.KARTOTEKA_PBX_SENDER, secret: read.KARTOTEKA_PBX_SENDER_SECRET },
      systemName: read.KARTOTEKA_PBX_SYSTEM_NAME,
      recordings: resolve(read.KARTOTEKA_PBX_RECORDINGS),
      queueLog: read.KARTOTEKA_PBX_QUEUE_LOG && resolve(read.KARTOTEKA_PBX_QUEUE_LOG),
      training: read.KARTOTEKA_PBX_TRAINING,
      logLevel: read.KARTOTEKA_LOG,
    },
  }
}

function sentenceOf(issue: v.InferIssue<typeof Environment>): string {
  return `${v.getDotPath(issue)}: ${issue.input === undefined ? 'is missing' : issue.message}`
}
