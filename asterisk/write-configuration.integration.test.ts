/**
 * What a centre does with an Asterisk of its own, as docs/asterisk.md says it: the files are written over those of a
 * stock installation, which loads all its modules, and Asterisk starts on them.
 */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { connectAmi } from '#e2e/rig/ami.ts'
import { newSecret } from '#e2e/rig/asterisk.ts'
import { didOf } from '#e2e/rig/patients.ts'
import { callFrom, loopbackOf } from '#e2e/rig/sipp.ts'
import {
  amiUsers,
  carrierEndpoint,
  contexts,
  outgoingContext,
  ownEvents,
  queueName,
} from '#domain/telephony/pbx-names.ts'
import { openSite, type Site } from '#sync-server/testing/open-site.ts'
import { asteriskConf } from './configuration/asterisk-conf.ts'
import type { PbxDirectories, PbxPorts } from './configuration/input.ts'
import { modules } from './configuration/modules-conf.ts'
import { exampleInput } from './configuration/testing/example-input.ts'
import { installAsterisk } from './install.ts'
import { freePorts } from './ports.ts'
import { startProgram, type AsteriskProgram } from './program.ts'
import { loopback } from './run.ts'
import { fetchTelephony, type Telephony } from './telephony.ts'

const secrets = { systemName: newSecret(), amiListener: newSecret(), amiSender: newSecret() }
const carrier = `${loopbackOf.carrier}:5060`

let folder: string
let site: Site
let telephony: Telephony
let ports: PbxPorts
let directories: PbxDirectories
let asterisk: AsteriskProgram

beforeAll(async () => {
  const installed = await installAsterisk()
  if (!installed.ok) throw new Error(`${installed.problem.sentence.en}\n${installed.problem.detail}`)
  const { install } = installed
  site = await openSite()
  telephony = await fetchTelephony(site.url, site.secrets.service)
  ports = await freePorts(loopback)
  folder = mkdtempSync(join(tmpdir(), 'own-pbx-'))
  const at = (name: string): string => join(folder, name)
  directories = {
    configuration: at('etc'),
    modules: install.modules,
    data: install.data,
    state: at('spool'),
    log: at('log'),
    run: at('run'),
    recordings: at('recordings'),
  }
  for (const name of ['spool', 'log', 'run', 'recordings']) mkdirSync(at(name))
  cpSync(join(install.data, '../../../etc/asterisk'), at('etc'), { recursive: true })
  await writeConfiguration()
  setByHand()
  asterisk = await startProgram({ install, ...directories })
})
afterAll(async () => {
  await asterisk.end('SIGTERM')
  await site.close()
  rmSync(folder, { recursive: true })
})

async function writeConfiguration(): Promise<void> {
  const script = join(import.meta.dirname, 'write-configuration.ts')
  await promisify(execFile)(process.execPath, [script, directories.configuration], {
    env: {
      ...process.env,
      KARTOTEKA_SERVER: site.url,
      KARTOTEKA_SERVICE_SECRET: site.secrets.service,
      KARTOTEKA_PBX_SYSTEM_NAME: secrets.systemName,
      KARTOTEKA_PBX_LISTENER_SECRET: secrets.amiListener,
      KARTOTEKA_PBX_SENDER_SECRET: secrets.amiSender,
      KARTOTEKA_PBX_RECORDINGS: directories.recordings,
      KARTOTEKA_PBX_AMI: `127.0.0.1:${ports.ami}`,
      KARTOTEKA_PBX_SIP: `127.0.0.1:${ports.sip}`,
      KARTOTEKA_PBX_HTTP: `127.0.0.1:${ports.http}`,
      KARTOTEKA_CARRIER: carrier,
    },
  })
}

/** `asterisk.conf` and `logger.conf`, as the page says; the folders are this test's. */
function setByHand(): void {
  writeFileSync(
    join(directories.configuration, 'asterisk.conf'),
    asteriskConf({ ...exampleInput, directories, secrets }),
  )
  const logger = join(directories.configuration, 'logger.conf')
  const stock = readFileSync(logger, 'utf8')
  writeFileSync(logger, stock.replace(/^\[general\]$/m, '$&\nqueue_log=yes\nqueue_log_to_file=yes'))
}

const logIn = (name: keyof typeof amiUsers, secret: string) =>
  connectAmi({ address: '127.0.0.1', port: ports.ami }, { name: amiUsers[name], secret })

describe('a stock Asterisk with the files that were written', () => {
  it('runs every module that our calls need', async () => {
    const running = (await asterisk.cli('module show'))
      .split('\n')
      .flatMap((line) => /^(\S+)\.so\s.*\sRunning\s/.exec(line)?.[1] ?? [])
    expect(modules.filter((name) => !running.includes(name))).toEqual([])
  })

  it('has a door for every number of every clinic, a way out, and a pickup for every extension', async () => {
    for (const { id, dids } of telephony.clinics) {
      for (const { number } of dids) {
        for (const dialled of [number, number.slice(1)])
          expect(await asterisk.cli(`dialplan show ${dialled}@${contexts.fromCarrier}`)).toContain(
            `'${dialled}' =>`,
          )
      }
      expect(await asterisk.cli(`dialplan show ${outgoingContext(id)}`)).toContain('Gosub(called-out,s,1(')
    }
    for (const { extension } of telephony.people)
      expect(await asterisk.cli(`dialplan show ${extension}@${contexts.pickup}`)).toContain(
        `'${extension}' =>`,
      )
  })

  it('has an endpoint for everybody with a telephone and for the carrier, and no other', async () => {
    const endpoints = (await asterisk.cli('pjsip show endpoints')).matchAll(/^ Endpoint: {2}(\w[^\s/]*)/gm)
    expect(new Set([...endpoints].map(([, name]) => name))).toEqual(
      new Set([...telephony.people.map(({ extension }) => extension), carrierEndpoint]),
    )
    expect(await asterisk.cli('pjsip show identifies')).toContain(`Match: ${loopbackOf.carrier}`)
  })

  it('rings for each clinic those who answer its line', async () => {
    for (const { id } of telephony.clinics) {
      const shown = await asterisk.cli(`queue show ${queueName(id)}`)
      const members = [...shown.matchAll(/\(PJSIP\/(\d+) from/g), ...shown.matchAll(/\(PJSIP\/(\d+)\)/g)]
      const answering = telephony.people.filter(({ clinics }) => clinics.includes(id))
      expect(answering.length).toBeGreaterThan(0)
      expect(new Set(members.map(([, extension]) => extension))).toEqual(
        new Set(answering.map(({ extension }) => extension)),
      )
    }
  })

  it('takes a patient’s call, tells who listens about it under the secret name, and writes it down', async () => {
    const listener = await logIn('listener', secrets.amiListener)
    onTestFinished(() => listener.end())
    const sender = await logIn('sender', secrets.amiSender)
    onTestFinished(() => sender.end())
    const call = await callFrom({
      from: '79161112233',
      did: didOf.alpha,
      pbx: { address: '127.0.0.1', port: ports.sip },
    })
    onTestFinished(() => call.drop())
    await listener.hear(
      new RegExp(
        `Event: UserEvent\\r\\nPrivilege: user,all\\r\\nTimestamp: [\\d.]+\\r\\nSystemName: ${secrets.systemName}\\r\\n` +
          `(?:[^\\r]+\\r\\n)*UserEvent: ${ownEvents.entered}\\r\\n`,
      ),
    )
    await call.ringing
    expect(await sender.send({ Action: 'Ping' })).toContain('Pong')
    await call.hangUp()
    await expect
      .poll(() => readFileSync(join(directories.log, 'queue_log'), 'utf8'), { timeout: 20_000 })
      .toMatch(/\|NONE\|NONE\|X_DID\|alpha\|[^]*\|NONE\|NONE\|X_END\|abandoned\|\|/)
  })

  it('lets nobody into AMI with another secret', async () => {
    await expect(logIn('listener', secrets.amiSender)).rejects.toThrow(/Authentication failed|hung up/)
  })
})
