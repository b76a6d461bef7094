/** The whole centre as one command runs it: sync server, exchange, bridge; brought up in order, ended together. */
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import * as v from 'valibot'
import { demonstrationPassword, demonstrationPeople } from '#sync-server/demonstration/people.ts'
import { openSecrets, type Secrets } from '#sync-server/secrets.ts'
import { readSettings, type Settings } from '#sync-server/settings.ts'
import { buildClient } from './build-client.ts'
import { ownExchange, type Exchange } from './exchange.ts'
import { keepRunning, type Part } from './part.ts'
import { inLanguage, say } from './say.ts'

const Ready = v.object({
  ready: v.string(),
  whoSignsIn: v.picklist(['nobody', 'demonstration', 'people']),
})
type Ready = v.InferOutput<typeof Ready>

/**
 * Resolves when the centre is up; it runs until Ctrl-C or SIGTERM. `otherExchange`: for a centre whose settings name
 * none. Rejects with what to do when it cannot come up.
 */
export async function runCentre(
  otherExchange: (settings: Settings, secrets: Secrets) => Promise<Exchange>,
): Promise<void> {
  const read = readSettings({ ...process.env, KARTOTEKA_PBX: 'none' })
  if (!read.ok) throw new Error(read.reason)
  const own = ownExchange(process.env)
  if (!own.ok) throw new Error(inLanguage(own.reason))
  const { settings } = read
  const { dataFolder } = settings
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const secrets = openSecrets(dataFolder)
  await assertFree(settings)
  const parts: Part[] = []
  stopOnSignal(parts)

  await buildClient()
  const exchange = own.exchange ?? (await otherExchange(settings, secrets))
  say({ ru: 'Запускаю сервер…', en: 'Starting the server…' })
  const server = await startSyncServer(exchange, dataFolder, parts)
  parts.push(await exchange.start({ url: server.ready, serviceSecret: secrets.service }))
  parts.push(
    keepRunning({
      name: { ru: 'Мост к телефонии', en: 'Telephone bridge' },
      script: 'pbx-bridge/main.ts',
      environment: {
        ...exchange.forBridge,
        KARTOTEKA_DATA: dataFolder,
        KARTOTEKA_SERVER: server.ready,
        KARTOTEKA_SERVICE_SECRET: secrets.service,
      },
      logFile: join(dataFolder, 'log', 'pbx-bridge.log'),
      say,
    }),
  )
  introduce(server, exchange, dataFolder)
}

/** Rejects with what to do when something else has the port. */
async function assertFree({ host, port }: Settings): Promise<void> {
  const probe = createServer().listen(port, host)
  try {
    await once(probe, 'listening')
  } catch (error) {
    const words = {
      ru: `Порт ${port} на ${host} занят. Выберите другой: KARTOTEKA_PORT=4001 npm start`,
      en: `Port ${port} on ${host} is taken. Choose another: KARTOTEKA_PORT=4001 npm start`,
    }
    throw new Error(inLanguage(words), { cause: error })
  }
  probe.close()
  await once(probe, 'close')
}

/** Resolves when the server answers for the first time. */
function startSyncServer(exchange: Exchange, dataFolder: string, parts: Part[]): Promise<Ready> {
  return new Promise((resolve) => {
    parts.push(
      keepRunning({
        name: { ru: 'Сервер', en: 'Server' },
        script: 'sync-server/main.ts',
        environment: { ...exchange.forServer, KARTOTEKA_DATA: dataFolder },
        logFile: join(dataFolder, 'log', 'sync-server.log'),
        say,
        onMessage: (message) => {
          const ready = v.safeParse(Ready, message)
          if (ready.success) resolve(ready.output)
        },
      }),
    )
  })
}

/** At the first signal ends the parts, the last one first, and then this process, whatever it is at. */
function stopOnSignal(parts: Part[]): void {
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    say({ ru: '\nОстанавливаю…', en: '\nStopping…' })
    await endInTurn(parts)
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())
}

/** Those that are started meanwhile are ended as well. */
async function endInTurn(parts: Part[]): Promise<void> {
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) await part.stop()
}

const exchangeWords: Readonly<Record<Exchange['kind'], { ru: string; en: string }>> = {
  own: { ru: 'Телефония: ваша АТС.', en: 'Telephone: your own PBX.' },
  private: {
    ru: 'Телефония: собственный Asterisk, запущенный этой командой.',
    en: 'Telephone: a private Asterisk, brought up by this command.',
  },
  training: {
    ru: 'Телефония: учебная линия. Звонки проигрываются из записи, живых людей на них нет.',
    en: 'Telephone: the training line. Calls are played back; nobody real is on the phone.',
  },
}

const nobodyYet = {
  ru: '\nВойти пока некому. Первого администратора заводит команда, и при работающей Картотеке тоже:\n  npm run add-administrator -- --email вы@ваша.почта --name "Ваше имя"',
  en: '\nNobody can sign in yet. The first administrator is made by this command, while all this runs too:\n  npm run add-administrator -- --email you@your.mail --name "Your name"',
}

function introduce({ ready, whoSignsIn }: Ready, exchange: Exchange, dataFolder: string): void {
  say({ ru: `\nКартотека готова: ${ready}`, en: `\nKartoteka is ready: ${ready}` })
  say(exchangeWords[exchange.kind])
  if (exchange.howToCall) say(exchange.howToCall)
  say({ ru: `Данные и журналы: ${dataFolder}`, en: `Data and logs: ${dataFolder}` })
  if (whoSignsIn === 'nobody') say(nobodyYet)
  if (whoSignsIn === 'demonstration') {
    say({
      ru: `\nДемонстрационный центр. Войти можно как (пароль у всех ${demonstrationPassword}):`,
      en: `\nThe demonstration centre. Sign in as (everybody's password is ${demonstrationPassword}):`,
    })
    const widest = Math.max(...demonstrationPeople.map(({ email }) => email.length))
    for (const { email, shows } of demonstrationPeople) {
      process.stdout.write(`  ${email.padEnd(widest)}  ${inLanguage(shows)}\n`)
    }
  }
  say({ ru: '\nCtrl-C останавливает всё.', en: '\nCtrl-C stops everything.' })
}
