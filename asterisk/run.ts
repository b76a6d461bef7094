/** Brings up a real, private Asterisk from the generated configuration, and takes it down again. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { configurationOf, type Files } from './configuration/configuration.ts'
import type { PbxAddresses, PbxDirectories, PbxInput, PbxPorts } from './configuration/input.ts'
import type { Problem } from './configuration/problems.ts'
import type { AsteriskInstall } from './install.ts'
import { freePorts } from './ports.ts'
import { startProgram, type AsteriskProgram } from './program.ts'

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

export interface RunningAsterisk extends Pick<AsteriskProgram, 'pid' | 'gone' | 'cli'> {
  ports: PbxPorts
  addresses: PbxAddresses
  recordingDirectory: string
  queueLogPath: string
  /** Warnings and errors of Asterisk itself. */
  messagesPath: string
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

/** Resolves when Asterisk is fully booted. Rejects with what it said when it does not come up. */
export async function startAsterisk(options: StartOptions): Promise<RunningAsterisk> {
  const { install, addresses = loopback } = options
  const directories = await prepareDirectories(options)
  const ports = options.ports ?? (await freePorts(addresses))
  const inputOf = (subject: PbxSubject): PbxInput => ({ ...subject, directories, ports, addresses })

  const configuration = configurationOf(inputOf(options.subject))
  if (!configuration.ok) throw new Error(configuration.problems.map(describe).join('\n'))
  await writeFiles(directories.configuration, configuration.files)

  const removeRun = (): Promise<void> => rm(directories.run, { recursive: true, force: true })
  const program = await startProgram({ install, ...directories }).catch(async (error: unknown) => {
    await removeRun()
    throw error
  })
  const gone = program.gone.then(removeRun)
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    await program.end(signal)
    await gone
  }

  return {
    ports,
    addresses,
    recordingDirectory: directories.recordings,
    queueLogPath: path.join(directories.log, 'queue_log'),
    messagesPath: path.join(directories.log, 'messages'),
    pid: program.pid,
    gone,
    cli: program.cli,
    async apply(subject) {
      const changed = configurationOf(inputOf(subject))
      if (!changed.ok) return changed.problems
      await writeFiles(directories.configuration, changed.files)
      await program.cli('core reload')
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

const describe = ({ sentence, about }: Problem): string => `${sentence.en} (${about})`
