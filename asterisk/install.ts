/** Finds an Asterisk to run: the machine's own, or one unpacked into a folder, which needs no service and no chroot. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Words } from '#domain/clinics/clinic.ts'

const run = promisify(execFile)

export interface AsteriskInstall {
  /** `22.10.1`. */
  version: string
  /** The program and the arguments that come before Asterisk's own. */
  command: readonly [program: string, ...before: string[]]
  modules: string
  /** Asterisk's own data folder: `sounds` and `documentation` in it. */
  data: string
}

export interface InstallProblem {
  code: 'not-debian' | 'no-mmdebstrap' | 'no-mirror' | 'unpacking-failed' | 'wrong-version'
  sentence: Words
  /** What the program that failed said last. */
  detail: string
}
export type InstallResult = { ok: true; install: AsteriskInstall } | { ok: false; problem: InstallProblem }

export interface InstallOptions {
  /** Folder that keeps what was unpacked; shared by everything of ours on this machine. */
  cache?: string
  /** Told what is going on, for whoever waits. */
  say?: (words: Words) => void
}

/** Event filters by name, which the configuration uses, came with 22. */
const oldestMajor = 22

function defaultCache(): string {
  return process.env['KARTOTEKA_CACHE'] ?? path.join(homedir(), '.cache', 'kartoteka')
}

/** Safe to call again, and by several processes at once: the first to finish wins, the others use what it made. */
export async function installAsterisk(options: InstallOptions = {}): Promise<InstallResult> {
  const { cache = defaultCache(), say = () => {} } = options
  const own = await machinesOwn()
  if (own) return { ok: true, install: own }
  const root = path.join(cache, `asterisk-${oldestMajor}`)
  if (!existsSync(root)) {
    const problem = await unpack(root, say)
    if (problem) return { ok: false, problem }
  }
  const install = await unpacked(root)
  if (install && majorOf(install.version) >= oldestMajor) return { ok: true, install }
  return { ok: false, problem: wrongVersion(root, install?.version ?? '') }
}

async function machinesOwn(): Promise<AsteriskInstall | undefined> {
  const version = await versionOf(['asterisk'])
  if (version === undefined || majorOf(version) < oldestMajor) return undefined
  const libraries = await triplets('/usr/lib')
  const modules = firstExisting(
    ...libraries.map((folder) => path.join(folder, 'asterisk/modules')),
    '/usr/lib/asterisk/modules',
    '/usr/lib64/asterisk/modules',
  )
  const data = firstExisting('/usr/share/asterisk', '/var/lib/asterisk')
  return modules && data ? { version, command: ['asterisk'], modules, data } : undefined
}

/** The unpacked Asterisk is started by its own loader with its own libraries, so that the machine's do not matter. */
async function unpacked(root: string): Promise<AsteriskInstall | undefined> {
  const loader = firstExisting(
    path.join(root, 'lib64/ld-linux-x86-64.so.2'),
    path.join(root, 'lib/ld-linux-aarch64.so.1'),
  )
  const [libraries] = await triplets(path.join(root, 'usr/lib'))
  if (loader === undefined || libraries === undefined) return undefined
  const searched = [libraries.replace('/usr/lib/', '/lib/'), libraries].join(':')
  const program = path.join(root, 'usr/sbin/asterisk')
  const command = [loader, '--argv0', 'asterisk', '--library-path', searched, program] as const
  const version = await versionOf(command)
  if (version === undefined) return undefined
  const modules = path.join(libraries, 'asterisk/modules')
  return { version, command: [...command], modules, data: path.join(root, 'usr/share/asterisk') }
}

async function unpack(root: string, say: (words: Words) => void): Promise<InstallProblem | undefined> {
  const mirror = await debianMirror()
  if (typeof mirror !== 'string') return mirror
  say({
    ru: 'Распаковываю Asterisk в отдельную папку (около 350 МБ, до минуты)…',
    en: 'Unpacking Asterisk into a folder of its own (about 350 MB, up to a minute)…',
  })
  await mkdir(path.dirname(root), { recursive: true })
  const unfinished = await mkdtemp(`${root}-unfinished-`)
  const folder = path.join(unfinished, 'root')
  try {
    await run(
      'mmdebstrap',
      [
        '--quiet',
        '--variant=apt',
        '--aptopt=Acquire::Check-Valid-Until "false"',
        '--include=asterisk,asterisk-core-sounds-en-gsm',
        'sid',
        folder,
        mirror,
      ],
      { maxBuffer: 64 * 1024 * 1024 },
    )
    await rename(folder, root)
    return undefined
  } catch (error) {
    if (existsSync(root)) return undefined
    return missingProgram(error) ? noMmdebstrap(error) : unpackingFailed(error)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

/** The mirror that this machine's apt already uses for Debian itself. */
async function debianMirror(): Promise<string | InstallProblem> {
  try {
    const { stdout } = await run('apt-get', ['indextargets', '--format', '$(SITE)', 'Label: Debian'])
    const [site] = stdout.split('\n').filter((line) => line !== '')
    return site ?? noMirror
  } catch (error) {
    return notDebian(error)
  }
}

async function versionOf([program, ...before]: readonly string[]): Promise<string | undefined> {
  if (program === undefined) return undefined
  try {
    const { stdout } = await run(program, [...before, '-V'])
    return /^Asterisk (?:certified[/-])?(\d+\.\d+[\d.]*)/.exec(stdout)?.[1]
  } catch (error) {
    if (missingProgram(error)) return undefined
    throw error
  }
}

const majorOf = (version: string): number => Number.parseInt(version, 10)

/** Folders of libraries named for their machine, such as `x86_64-linux-gnu`. */
async function triplets(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const names = await readdir(folder)
  return names.filter((name) => name.endsWith('-linux-gnu')).map((name) => path.join(folder, name))
}

const firstExisting = (...folders: readonly string[]): string | undefined =>
  folders.find((folder) => existsSync(folder))

const missingProgram = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

function lastWords(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
  return text.trim().split('\n').slice(-5).join('\n')
}

const notDebian = (error: unknown): InstallProblem => ({
  code: 'not-debian',
  sentence: {
    ru: `На этой системе Asterisk нужно поставить самим: версию ${oldestMajor} или новее, команда asterisk в PATH.`,
    en: `On this system please install Asterisk yourself: version ${oldestMajor} or newer, with asterisk in the PATH.`,
  },
  detail: lastWords(error),
})
const noMmdebstrap = (error: unknown): InstallProblem => ({
  code: 'no-mmdebstrap',
  sentence: {
    ru: 'Чтобы распаковать Asterisk, нужна программа mmdebstrap: apt-get install mmdebstrap.',
    en: 'Unpacking Asterisk needs mmdebstrap: apt-get install mmdebstrap.',
  },
  detail: lastWords(error),
})
const noMirror: InstallProblem = {
  code: 'no-mirror',
  sentence: {
    ru: 'apt не знает зеркала Debian: проверьте источники и выполните apt-get update.',
    en: 'apt knows no Debian mirror: check its sources and run apt-get update.',
  },
  detail: '',
}
const unpackingFailed = (error: unknown): InstallProblem => ({
  code: 'unpacking-failed',
  sentence: {
    ru: 'Распаковать Asterisk не удалось; ниже — последние слова программы.',
    en: 'Asterisk could not be unpacked; the program’s last words are below.',
  },
  detail: lastWords(error),
})
const wrongVersion = (root: string, version: string): InstallProblem => ({
  code: 'wrong-version',
  sentence: {
    ru: `Нужен Asterisk ${oldestMajor} или новее. Удалите папку ${root} и попробуйте ещё раз.`,
    en: `Asterisk ${oldestMajor} or newer is needed. Remove the folder ${root} and try again.`,
  },
  detail: version,
})
