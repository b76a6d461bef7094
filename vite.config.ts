/** How the client is built: a single-page application in `dist/client`, its shell in `dist/client/index.html`. */
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { solidStart } from '@solidjs/start/config'
import { defineConfig, type Plugin } from 'vite'

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
      },
    },
  }
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
