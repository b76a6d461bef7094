/** Serves the built client: files by their name, and the one page (the shell) for every path that a person may open. */
import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import { Hono } from 'hono'
import { staticMiddleware } from 'srvx/static'

/** Seconds: a file whose name changes with its content never goes stale. */
const aYear = 365 * 24 * 3600
const hashedFiles = '/_build/'

/** `folder` holds `index.html`; while it is missing every page says that the client has not been built. */
export function servePages(folder: string): Hono {
  const hashed = staticMiddleware({ dir: folder, maxAge: aYear, immutable: true, encodings: true })
  const others = staticMiddleware({ dir: folder, maxAge: 0, encodings: true })
  const missing = () => new Response('Not found\n', { status: 404 })

  return new Hono().get('*', (c) => {
    const { pathname } = new URL(c.req.url)
    if (pathname.startsWith(hashedFiles)) return hashed(c.req.raw, missing)
    if (extname(pathname) !== '') return others(c.req.raw, missing)
    if (!existsSync(`${folder}/index.html`)) {
      return c.text('The client has not been built: run `npm run build`.\n', 503)
    }
    const shell = new Request(new URL('/index.html', c.req.url), { headers: c.req.raw.headers })
    return others(shell, missing)
  })
}
