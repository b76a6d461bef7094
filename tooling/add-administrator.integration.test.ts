/** `npm run add-administrator` on a centre in which nobody can sign in, as whoever sets one up types it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProcess, type ProductProcess } from '#e2e/rig/process.ts'
import { demonstrationPassword } from '#sync-server/demonstration/people.ts'
import { root } from './root.ts'

const anna = { email: 'anna@kartoteka.example', password: 'a password of hers' }

let folder: string
let server: ProductProcess
let url: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
  server = await startServer({ KARTOTEKA_DEMONSTRATION: '0' })
  url = addressOf(server)
})
afterAll(async () => {
  await server.end()
  rmSync(folder, { recursive: true, force: true })
})

function startServer(environment: NodeJS.ProcessEnv): Promise<ProductProcess> {
  return startProcess({
    script: 'sync-server/main.ts',
    logFile: join(folder, 'sync-server.log'),
    saysReady: true,
    environment: { KARTOTEKA_DATA: folder, KARTOTEKA_PORT: '0', ...environment },
  })
}

const addressOf = ({ ready }: ProductProcess): string =>
  typeof ready === 'object' && ready !== null && 'ready' in ready ? String(ready.ready) : ''

async function run(typed: string, ...options: string[]) {
  const command = spawn(process.execPath, [join(root, 'tooling/add-administrator.ts'), ...options], {
    env: { ...process.env, LC_ALL: 'C.UTF-8', KARTOTEKA_DATA: folder },
  })
  command.stdin.end(typed)
  const [said, complained, [code]] = await Promise.all([
    text(command.stdout),
    text(command.stderr),
    once(command, 'exit'),
  ])
  return { said, complained, code: Number(code) }
}

const signIn = (credentials: { email: string; password: string }) =>
  fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(credentials),
  })

async function whoIs(answer: Response): Promise<unknown> {
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return (await fetch(`${url}/api/me`, { headers: { cookie } })).json()
}

describe('a centre in which nobody can sign in', () => {
  it('says so when it starts', () => {
    expect(server.ready).toMatchObject({ whoSignsIn: 'nobody' })
  })

  it('lets its first administrator in, while it runs, with the password that was typed', async () => {
    const { said, code } = await run(
      `${anna.password}\n`,
      '--email',
      'Anna@kartoteka.example',
      '--name',
      'Anna',
    )
    expect([code, said]).toEqual([0, 'May sign in now: Anna@kartoteka.example\n'])
    const answer = await signIn(anna)
    expect(answer.status).toBe(200)
    expect(await whoIs(answer)).toMatchObject({
      person: { name: 'Anna', role: 'administrator', grants: [], extension: null },
      clinics: [],
      telephone: { mode: 'none' },
    })
  })

  it('lets another in with a password that was made and shown once', async () => {
    const email = 'boris@kartoteka.example'
    const { said, code } = await run('', '--email', email, '--name', 'Борис Ким')
    expect(code).toBe(0)
    const password = /^Password, which is not shown again: (\S{20})$/m.exec(said)?.[1] ?? ''
    expect((await signIn({ email, password })).status).toBe(200)
  })

  it('keeps what the command wrote from other people’s eyes', () => {
    expect(statSync(join(folder, 'kartoteka.db')).mode & 0o077).toBe(0)
  })

  it.each([
    ['an address that somebody has', 'long enough, this', anna.email, [], 'belongs to somebody'],
    [
      'a password on the command line',
      '',
      'vera@kartoteka.example',
      ['--password', 'x'],
      'takes no password',
    ],
    ['a password that is too short', 'short\n', 'vera@kartoteka.example', [], '12 to 128 characters'],
  ])('refuses %s with a sentence', async (_what, typed, email, more, sentence) => {
    const { said, complained, code } = await run(typed, '--email', email, '--name', 'Vera', ...more)
    expect([code, said]).toEqual([2, ''])
    expect(complained).toContain(sentence)
  })

  it('does not become the demonstration centre once somebody is in it', async () => {
    await server.end()
    server = await startServer({})
    url = addressOf(server)
    expect(server.ready).toMatchObject({ whoSignsIn: 'people' })
    expect((await signIn({ email: 'elena@kartoteka.example', password: demonstrationPassword })).status).toBe(
      401,
    )
    expect((await signIn(anna)).status).toBe(200)
  })
})
