/**
 * How the client is built: a single-page application in `dist/client`, its shell in `dist/client/index.html`, and a
 * service worker in `dist/client/sw.js` that keeps all of it on the device.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { solidStart } from '@solidjs/start/config'
import { defineConfig, transformWithOxc, type Plugin } from 'vite'

/** The shell is the same for every page, so it is written once, here, and served as a file. */
function writeShell(): Plugin {
  return {
    name: 'kartoteka:write-shell',
    buildApp: {
      order: 'post',
      async handler() {
        const entry = pathToFileURL(resolve('dist/server/entry-server.js')).href
        const server: { default: { fetch(request: Request): Promise<Response> } } = await import(entry)
        const page = await server.default.fetch(new Request('http://localhost/'))
        if (!page.ok) throw new Error(`The shell could not be rendered: ${page.status}`)
        await writeFile(resolve('dist/client/index.html'), await page.text())
        await writeFile(resolve('dist/client/sw.js'), await serviceWorker(resolve('dist/client')))
      },
    },
  }
}

/** Its text, with the names of all that was built and a version that changes when any of it does. */
async function serviceWorker(built: string): Promise<string> {
  const entries = await readdir(built, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('.vite') && entry.name !== 'sw.js')
    .map((entry) => resolve(entry.parentPath, entry.name))
    .sort()
  const name = 'client/offline/service-worker.ts'
  const { code } = await transformWithOxc(await readFile(name, 'utf8'), name)
  const files = paths.map((path) => path.slice(built.length).replaceAll('\\', '/'))
  const version = createHash('sha256').update(code)
  for (const [at, path] of paths.entries()) version.update(files[at] ?? '').update(await readFile(path))
  return [
    `const builtFiles = ${JSON.stringify(files)}`,
    `const builtVersion = ${JSON.stringify(version.digest('hex').slice(0, 16))}`,
    code,
  ].join('\n')
}

export default defineConfig({
  plugins: [
    solidStart({
      appRoot: './client',
      ssr: false,
      devOverlay: false,
      serverFunctions: { filter: { include: 'client/**/*.{ts,tsx}' } },
    }),
    writeShell(),
  ],
  publicDir: 'client/public',
  build: {
    target: 'es2023',
    rolldownOptions: {
      // A server function that the compiler left alone would run in the browser, secrets and all.
      onwarn(warning, warn) {
        if (warning.code === 'MODULE_LEVEL_DIRECTIVE') throw new Error(warning.message)
        warn(warning)
      },
    },
  },
})
