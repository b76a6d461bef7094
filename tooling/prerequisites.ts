/** What the tests need besides packages of npm: a browser, a telephone, an exchange. Installed where that can be done. */
import { execFileSync, spawnSync } from 'node:child_process'
import { installAsterisk } from '#asterisk/install.ts'
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
  { program: 'mmdebstrap', debian: 'mmdebstrap', what: { ru: 'mmdebstrap', en: 'mmdebstrap' } },
]

/** Answers what is still missing, as sentences that say how to get it; nothing when all is there. */
export async function preparePrerequisites(): Promise<Words[]> {
  const absent = programs.filter(({ program }) => !isThere(program))
  if (absent.length > 0) installFromDebian(absent)
  const missing = absent.filter(({ program }) => !isThere(program)).map(howToGet)
  const asterisk = await installAsterisk({ say })
  return asterisk.ok ? missing : [...missing, asterisk.problem.sentence]
}

function isThere(program: string): boolean {
  const finder = process.platform === 'win32' ? 'where' : 'which'
  return spawnSync(finder, [program], { stdio: 'ignore' }).status === 0
}

function installFromDebian(absent: readonly Program[]): void {
  if (process.getuid?.() !== 0 || !isThere('apt-get')) return
  const packages = absent.map(({ debian }) => debian)
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
