/** Brings up a real, private Asterisk from the generated configuration, and takes it down again. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { configurationOf, type Files } from './configuration/configuration.ts'
import type { PbxAddresses, PbxDirectories, PbxInput, PbxPorts } from './configuration/input.ts'
import type { Problem } from './configuration/problems.ts'
import type { AsteriskInstall } from './install.ts'
import { freePorts } from './ports.ts'

const exec = promisify(execFile)

/** Who and what the PBX serves; where it lies and listens is decided at its start. */
export type PbxSubject = Pick<PbxInput, 'clinics' | 'people' | 'trunk' | 'secrets'>

export interface StartOptions {
  subject: PbxSubject
  install: AsteriskInstall
  /** Of this Asterisk alone; made when it is not there, kept when Asterisk stops. */
  directory: string
  /** Default: loopback, and AMI for this machine only. */
  addresses?: PbxAddresses
  /** Default: free ones. Give those of a former run to come back where the others look for it. */
  ports?: PbxPorts
  /** Default: `recordings` in `directory`. */
  recordings?: string
}

export interface RunningAsterisk {
  ports: PbxPorts
  addresses: PbxAddresses
  recordingDirectory: string
  queueLogPath: string
  /** Warnings and errors of Asterisk itself. */
  messagesPath: string
  pid: number
  /** Resolves when the process has ended, whoever ended it. */
  gone: Promise<void>
  /** One command of Asterisk's console; resolves with what it printed. */
  cli(command: string): Promise<string>
  /** Puts new clinics and people to work; calls in progress go on. */
  apply(subject: PbxSubject): Promise<readonly Problem[]>
  /** Hangs up what is left and resolves when the process is gone. */
  stop(): Promise<void>
  /** `kill -9`; resolves when the process is gone. */
  kill(): Promise<void>
}

export const loopback: PbxAddresses = {
  ami: '127.0.0.1',
  sip: '127.0.0.1',
  http: '127.0.0.1',
  amiAllowed: ['127.0.0.0/8'],
}

/** Milliseconds; it takes half a second on an idle machine. */
const bootDeadline = 30_000

/** Resolves when Asterisk is fully booted. Rejects with what it said when it does not come up. */
export async function startAsterisk(options: StartOptions): Promise<RunningAsterisk> {
  const { install, addresses = loopback } = options
  const directories = await prepareDirectories(options)
  const ports = options.ports ?? (await freePorts(addresses))
  const inputOf = (subject: PbxSubject): PbxInput => ({ ...subject, directories, ports, addresses })

  const configuration = configurationOf(inputOf(options.subject))
  if (!configuration.ok) throw new Error(configuration.problems.map(describe).join('\n'))
  await writeFiles(directories.configuration, configuration.files)

  const [program, ...before] = install.command
  const own = [...before, '-C', path.join(directories.configuration, 'asterisk.conf')]
  const cli = async (command: string): Promise<string> =>
    (await exec(program, [...own, '-rx', command], { maxBuffer: 16 * 1024 * 1024 })).stdout

  const child = spawn(program, [...own, '-f', '-n'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = createWriteStream(path.join(directories.log, 'console'), { flags: 'a' })
  child.stdout.pipe(said, { end: false })
  child.stderr.pipe(said, { end: false })
  const endWithUs = (): boolean => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  const gone = once(child, 'exit').then(async () => {
    said.end()
    process.off('exit', endWithUs)
    await rm(directories.run, { recursive: true, force: true })
  })

  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (isRunning(child)) child.kill(signal)
    await gone
  }

  try {
    await booted(child, cli)
  } catch (error) {
    await end('SIGKILL')
    const words = await readFile(path.join(directories.log, 'console'), 'utf8')
    throw new Error(`Asterisk did not start\n${words.split('\n').slice(-20).join('\n')}`, { cause: error })
  }

  return {
    ports,
    addresses,
    recordingDirectory: directories.recordings,
    queueLogPath: path.join(directories.log, 'queue_log'),
    messagesPath: path.join(directories.log, 'messages'),
    pid: child.pid ?? 0,
    gone,
    cli,
    async apply(subject) {
      const changed = configurationOf(inputOf(subject))
      if (!changed.ok) return changed.problems
      await writeFiles(directories.configuration, changed.files)
      await cli('core reload')
      return []
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

async function prepareDirectories(options: StartOptions): Promise<PbxDirectories> {
  const at = (name: string): string => path.join(path.resolve(options.directory), name)
  const directories: PbxDirectories = {
    configuration: at('configuration'),
    modules: options.install.modules,
    data: at('data'),
    state: at('state'),
    log: at('log'),
    // Short, because the path of a Unix socket may not be long.
    run: await mkdtemp(path.join(tmpdir(), 'pbx-')),
    recordings: path.resolve(options.recordings ?? at('recordings')),
  }
  const { modules: _installed, ...own } = directories
  for (const folder of Object.values(own)) await mkdir(folder, { recursive: true })
  await mkdir(path.join(directories.state, 'keys'), { recursive: true })
  for (const name of ['sounds', 'documentation', 'moh'])
    await linkTo(path.join(options.install.data, name), path.join(directories.data, name))
  return directories
}

async function linkTo(target: string, link: string): Promise<void> {
  await rm(link, { force: true })
  await symlink(target, link)
}

async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [name, text] of files) await writeFile(path.join(folder, name), text, { mode: 0o600 })
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null

/** The console cannot be reached until its socket is there. */
async function booted(child: ChildProcess, cli: (command: string) => Promise<string>): Promise<void> {
  const deadline = Date.now() + bootDeadline
  for (;;) {
    if (!isRunning(child)) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`)
    const answer = await cli('core waitfullybooted').catch((error: unknown) => error)
    if (typeof answer === 'string' && answer.includes('fully booted')) return
    if (Date.now() > deadline) throw new Error('it took too long', { cause: answer })
    await delay(50)
  }
}

const describe = ({ sentence, about }: Problem): string => `${sentence.en} (${about})`
