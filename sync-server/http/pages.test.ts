import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { servePages } from './pages.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
  mkdirSync(join(folder, 'client/_build/assets'), { recursive: true })
  mkdirSync(join(folder, 'client/.vite'))
  writeFileSync(join(folder, 'client/index.html'), '<title>shell</title>')
  writeFileSync(join(folder, 'client/favicon.svg'), '<svg/>')
  writeFileSync(join(folder, 'client/_build/assets/app-1234.js'), `console.log('${'x'.repeat(2000)}')`)
  writeFileSync(join(folder, 'client/.vite/manifest.json'), '{}')
  writeFileSync(join(folder, 'secrets.json'), '{}')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const get = (path: string, headers: Record<string, string> = {}) =>
  servePages(join(folder, 'client')).request(new Request(`http://localhost${path}`, { headers }))

describe('the built client', () => {
  it.each(['/', '/sign-in', '/card/alpha/01KDVDNA03YRS743GDTZ4CAKY4'])(
    'answers %s with the shell, never stale',
    async (path) => {
      const answer = await get(path)
      expect(await answer.text()).toBe('<title>shell</title>')
      expect(answer.headers.get('cache-control')).toBe('max-age=0')
    },
  )

  it('keeps files with a hash in their name for ever, compressed', async () => {
    const answer = await get('/_build/assets/app-1234.js', { 'accept-encoding': 'br' })
    expect(answer.headers.get('cache-control')).toBe('max-age=31536000, immutable')
    expect(answer.headers.get('content-encoding')).toBe('br')
    await answer.body?.cancel()
  })

  it.each([
    '/_build/assets/app-0000.js',
    '/_build/nothing',
    '/missing.png',
    '/.vite/manifest.json',
    '/..%2Fsecrets.json',
    '/%2e%2e/secrets.json',
  ])('answers %s with 404, not with the shell', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  it('says what to do when it has not been built', async () => {
    const answer = await servePages(join(folder, 'elsewhere')).request('http://localhost/')
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('npm run build')
  })
})
