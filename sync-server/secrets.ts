/** Secrets made at the first start and kept in the data folder, readable by its owner only. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'

const secret = v.pipe(v.string(), v.minLength(32))
const Secrets = v.object({
  /** Signs session cookies. */
  session: secret,
  /** Signs the short-lived tokens of the sync socket. */
  syncToken: secret,
  /** By which the bridge and the PBX's configuration sign in. */
  service: secret,
  /** For a PBX whose configuration is generated here: its system name and the passwords of its AMI users. */
  pbxSystemName: secret,
  pbxListener: secret,
  pbxSender: secret,
})
export type Secrets = v.InferOutput<typeof Secrets>

export const secretsFile = (dataFolder: string): string => join(dataFolder, 'secrets.json')

/** 160 random bits as 40 hex digits: safe in a URL, a header and an Asterisk configuration file. */
export const makeSecret = (): string => randomBytes(20).toString('hex')

/** Reads the secrets, making those that are missing. Throws when the file is there but is not what it should be. */
export function openSecrets(dataFolder: string): Secrets {
  const file = secretsFile(dataFolder)
  const kept: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const present = v.safeParse(v.partial(Secrets), kept)
  if (!present.success) throw new Error(`${file} cannot be used: ${v.summarize(present.issues)}`)
  const names = Object.keys(Secrets.entries)
  const secrets = v.parse(Secrets, {
    ...Object.fromEntries(names.map((name) => [name, makeSecret()])),
    ...present.output,
  })
  if (Object.keys(present.output).length < names.length) {
    const unfinished = `${file}.new`
    writeFileSync(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
    renameSync(unfinished, file)
  }
  return secrets
}
