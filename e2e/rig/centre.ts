/** A whole centre for one test file: sync server, bridge and a real Asterisk, with the demonstration data, on ports of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installAsterisk } from '#asterisk/install.ts'
import { freePorts, freeTcpPort } from '#asterisk/ports.ts'
import { loopback, startAsterisk, type RunningAsterisk } from '#asterisk/run.ts'
import { fetchTelephony } from '#asterisk/telephony.ts'
import { openSecrets, type Secrets } from '#sync-server/secrets.ts'
import { bridgeEnvironment, pbxSecretsOf } from '#tooling/exchange.ts'
import { restartable, startProcess } from './process.ts'
import { loopbackOf, type SipAddress } from './sipp.ts'

export interface TestCentre {
  url: string
  dataFolder: string
  secrets: Secrets
  /** Where patients' telephones call. */
  sip: SipAddress
  asterisk(): RunningAsterisk
  /** `kill -9` now; the way back is `start…`. */
  killServer(): Promise<void>
  startServer(): Promise<void>
  killBridge(): Promise<void>
  startBridge(): Promise<void>
  killAsterisk(): Promise<void>
  startAsterisk(): Promise<void>
  end(): Promise<void>
}

/** `KARTOTEKA_KEEP=1` leaves the data folder, with the logs, for whoever looks for a fault. */
const keep = process.env['KARTOTEKA_KEEP'] === '1'

/** @param settings of the server, beside those that a test centre needs */
export async function openTestCentre(settings: Readonly<Record<string, string>> = {}): Promise<TestCentre> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'kartoteka-e2e-'))
  const secrets = openSecrets(dataFolder)
  const installed = await installAsterisk()
  if (!installed.ok) throw new Error(`${installed.problem.sentence.en}\n${installed.problem.detail}`)
  const [port, ports] = await Promise.all([freeTcpPort('127.0.0.1'), freePorts(loopback)])
  const url = `http://127.0.0.1:${port}`
  const asteriskFolder = join(dataFolder, 'asterisk')

  const runServer = () =>
    startProcess({
      script: 'sync-server/main.ts',
      logFile: join(dataFolder, 'sync-server.log'),
      saysReady: true,
      environment: {
        KARTOTEKA_DATA: dataFolder,
        KARTOTEKA_PORT: String(port),
        KARTOTEKA_PBX: 'asterisk',
        KARTOTEKA_SIP_SERVER: `ws://127.0.0.1:${ports.http}/ws`,
        KARTOTEKA_SIP_DOMAIN: '127.0.0.1',
        ...settings,
      },
    })
  const runBridge = () =>
    startProcess({
      script: 'pbx-bridge/main.ts',
      logFile: join(dataFolder, 'pbx-bridge.log'),
      saysReady: false,
      environment: {
        KARTOTEKA_DATA: dataFolder,
        KARTOTEKA_SERVER: url,
        KARTOTEKA_SERVICE_SECRET: secrets.service,
        ...bridgeEnvironment(secrets, {
          amiPort: ports.ami,
          recordings: join(asteriskFolder, 'recordings'),
          queueLog: join(asteriskFolder, 'log', 'queue_log'),
        }),
      },
    })

  const server = await restartable(runServer)
  const { clinics, people } = await fetchTelephony(url, secrets.service)
  const runAsterisk = () =>
    startAsterisk({
      install: installed.install,
      directory: asteriskFolder,
      ports,
      subject: {
        clinics,
        people,
        trunk: { carrierHost: loopbackOf.carrier, carrierPort: 5060 },
        secrets: pbxSecretsOf(secrets),
      },
    })
  let asterisk = await runAsterisk()
  const bridge = await restartable(runBridge)

  return {
    url,
    dataFolder,
    secrets,
    sip: { address: '127.0.0.1', port: ports.sip },
    asterisk: () => asterisk,
    killServer: server.kill,
    startServer: server.start,
    killBridge: bridge.kill,
    startBridge: bridge.start,
    killAsterisk: () => asterisk.kill(),
    async startAsterisk() {
      asterisk = await runAsterisk()
    },
    async end() {
      await bridge.end()
      await asterisk.stop()
      await server.end()
      if (!keep) rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}
