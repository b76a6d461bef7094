/** Server and bridge as processes of their own, with the training line in this one: telephony at any pace. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freeTcpPort } from '#asterisk/ports.ts'
import { fetchTelephony, type Telephony } from '#asterisk/telephony.ts'
import { startTrainingLine, type TrainingLine } from '#asterisk/training-line/training-line.ts'
import { amiUsers } from '#domain/telephony/pbx-names.ts'
import { demonstrationPassword } from '#sync-server/demonstration/people.ts'
import { openSecrets, type Secrets } from '#sync-server/secrets.ts'
import { bridgeEnvironment, pbxSecretsOf } from '#tooling/exchange.ts'
import { connectAmi, type AmiConnection } from './ami.ts'
import { restartable, startProcess } from './process.ts'

export interface TrainingCentre {
  url: string
  line: TrainingLine
  /** Whose numbers are called, who answers, and who may call. */
  telephony: Telephony
  /** What the training line says, heard on a second connection at the same time as the bridge. */
  entered: AmiConnection
  /** Where the server keeps its database. */
  databasePath: string
  /** What the processes have logged, by the name of the file. */
  logs(): Record<string, string>
  secrets: Secrets
  /** The session cookie of somebody of the demonstration centre. */
  signIn(person: string): Promise<string>
  /** `kill -9` now; the way back is `start…`. */
  killServer(): Promise<void>
  startServer(): Promise<void>
  killBridge(): Promise<void>
  startBridge(): Promise<void>
  end(): Promise<void>
}

/** `environment`: for both processes. */
export async function openTrainingCentre(environment: NodeJS.ProcessEnv = {}): Promise<TrainingCentre> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'kartoteka-training-'))
  const secrets = openSecrets(dataFolder)
  const port = await freeTcpPort('127.0.0.1')
  const url = `http://127.0.0.1:${port}`
  const runServer = () =>
    startProcess({
      script: 'sync-server/main.ts',
      logFile: join(dataFolder, 'sync-server.log'),
      saysReady: true,
      environment: {
        ...environment,
        KARTOTEKA_DATA: dataFolder,
        KARTOTEKA_PORT: String(port),
        KARTOTEKA_PBX: 'training',
      },
    })
  const server = await restartable(runServer)
  const telephony = await fetchTelephony(url, secrets.service)
  const { promise: listening, resolve: heard } = Promise.withResolvers<void>()
  const line = await startTrainingLine({
    host: '127.0.0.1',
    port: 0,
    secrets: pbxSecretsOf(secrets),
    recordingDirectory: join(dataFolder, 'training', 'recordings'),
    queueLogPath: join(dataFolder, 'training', 'queue_log'),
    people: () => telephony.people,
    onListener: heard,
  })
  const runBridge = () =>
    startProcess({
      script: 'pbx-bridge/main.ts',
      logFile: join(dataFolder, 'pbx-bridge.log'),
      saysReady: false,
      environment: {
        ...environment,
        KARTOTEKA_DATA: dataFolder,
        KARTOTEKA_SERVER: url,
        KARTOTEKA_SERVICE_SECRET: secrets.service,
        ...bridgeEnvironment(secrets, {
          amiPort: line.port,
          recordings: line.recordingDirectory,
          queueLog: line.queueLogPath,
        }),
        KARTOTEKA_PBX_TRAINING: '1',
      },
    })
  const bridge = await restartable(runBridge)
  await listening
  const entered = await connectAmi(
    { address: '127.0.0.1', port: line.port },
    { name: amiUsers.listener, secret: secrets.pbxListener },
  )
  return {
    url,
    line,
    telephony,
    entered,
    databasePath: join(dataFolder, 'kartoteka.db'),
    logs() {
      const files = readdirSync(dataFolder).filter((name) => name.endsWith('.log'))
      return Object.fromEntries(files.map((name) => [name, readFileSync(join(dataFolder, name), 'utf8')]))
    },
    secrets,
    async signIn(person) {
      const answer = await fetch(`${url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify({ email: `${person}@kartoteka.example`, password: demonstrationPassword }),
      })
      if (!answer.ok) throw new Error(`signing in was answered ${answer.status}`)
      return answer.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; ')
    },
    killServer: server.kill,
    startServer: server.start,
    killBridge: bridge.kill,
    startBridge: bridge.start,
    async end() {
      await entered.end()
      await bridge.end()
      await line.stop()
      await server.end()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}
