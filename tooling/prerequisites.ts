/** What the tests need besides packages of npm: a browser, a telephone, an exchange. Installed where that can be done. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installAsterisk, type InstallProblem, type InstallResult } from '#asterisk/install.ts'
import type { Words } from '#domain/clinics/clinic.ts'
import { inLanguage, say } from './say.ts'

interface Program {
  program: string
  /** Its package in Debian. */
  debian: string
  what: Words
}

const programs: readonly Program[] = [
  { program: 'chromium', debian: 'chromium', what: { ru: 'браузер Chromium', en: 'the browser Chromium' } },
  {
    program: 'sipp',
    debian: 'sip-tester',
    what: { ru: 'телефон пациента sipp', en: 'the patient’s telephone, sipp' },
  },
]

/** Answers what is still missing, as sentences that say how to get it; nothing when all is there. */
export async function preparePrerequisites(): Promise<Words[]> {
  const absent = programs.filter(({ program }) => !isThere(program))
  installFromDebian(absent.map(({ debian }) => debian))
  const missing = absent.filter(({ program }) => !isThere(program)).map(howToGet)
  const asterisk = await asteriskForTests()
  return asterisk.ok ? missing : [...missing, withDetail(asterisk.problem)]
}

/** What unpacks an Asterisk is needed only where there is none yet. */
async function asteriskForTests(): Promise<InstallResult> {
  const first = await installAsterisk({ say })
  if (first.ok || first.problem.code !== 'no-mmdebstrap') return first
  installFromDebian(['mmdebstrap'])
  return isThere('mmdebstrap') ? installAsterisk({ say }) : first
}

function withDetail({ sentence, detail }: InstallProblem): Words {
  return detail === '' ? sentence : { ru: `${sentence.ru}\n${detail}`, en: `${sentence.en}\n${detail}` }
}

function isThere(program: string): boolean {
  const name = process.platform === 'win32' ? `${program}.exe` : program
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)))
}

function installFromDebian(packages: readonly string[]): void {
  if (packages.length === 0 || process.getuid?.() !== 0 || !isThere('apt-get')) return
  say({
    ru: `Устанавливаю для тестов: ${packages.join(', ')}…`,
    en: `Installing for the tests: ${packages.join(', ')}…`,
  })
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...given: string[]) =>
    execFileSync('apt-get', ['-qq', ...given], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] })
  try {
    apt('update')
    apt('install', '--yes', '--no-install-recommends', ...packages)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    process.stderr.write(
      `${inLanguage({ ru: 'apt-get не справился:', en: 'apt-get did not succeed:' })} ${reason}\n`,
    )
  }
}

function howToGet({ program, debian, what }: Program): Words {
  return {
    ru: `Не хватает: ${what.ru}. В Debian: sudo apt-get install ${debian}; в других системах поставьте ${program} так, чтобы он был в PATH.`,
    en: `Missing: ${what.en}. On Debian: sudo apt-get install ${debian}; elsewhere install ${program} so that it is in the PATH.`,
  }
}
