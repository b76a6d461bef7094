/** `npm start` on an empty data folder, as a newcomer types it: what it says, that it works, and that it ends. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HocuspocusProvider } from '@hocuspocus/provider'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { freeTcpPort } from '#asterisk/ports.ts'
import { readLine, readPbxState } from '#domain/documents/line.ts'
import { lineName } from '#domain/documents/names.ts'
import { alpha, beta } from '#sync-server/demonstration/clinics.ts'
import { demonstrationPassword, demonstrationPeople } from '#sync-server/demonstration/people.ts'
import { openSecrets } from '#sync-server/secrets.ts'
import { root } from './root.ts'

let folder: string
let url: string
let command: ChildProcess
let said = ''

const settings = (port: number): NodeJS.ProcessEnv => {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('KARTOTEKA_'))
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C.UTF-8',
    KARTOTEKA_DATA: folder,
    KARTOTEKA_PORT: String(port),
    // Whatever the settings file of this machine names.
    KARTOTEKA_PBX_AMI: '',
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
  const port = await freeTcpPort('127.0.0.1')
  url = `http://127.0.0.1:${port}`
  command = spawn(process.execPath, [join(root, 'tooling/start.ts')], {
    cwd: root,
    env: settings(port),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  command.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text))
  await vi.waitFor(() => expect(said).toContain('Ctrl-C'), { timeout: 90_000 })
})
afterAll(() => {
  command.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const signIn = (email: string) =>
  fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password: demonstrationPassword }),
  })

describe('npm start on an empty folder', () => {
  it('ends with the address to open, the people to sign in as, and the word that the line is for training', () => {
    expect(said).toContain(url)
    expect(said).toContain(demonstrationPassword)
    for (const { email } of demonstrationPeople) expect(said).toContain(email)
    expect(said).toContain('the training line')
  })

  it('serves the workspace to everybody whom it named', async () => {
    expect(await (await fetch(url)).text()).toContain('<script')
    const answers = await Promise.all(demonstrationPeople.map(({ email }) => signIn(email)))
    expect(answers.map(({ status }) => status)).toEqual(demonstrationPeople.map(() => 200))
  })

  it('lets the first call ring within half a minute, from a line that says what it is', async () => {
    const lines = [alpha, beta].map(
      ({ id }) =>
        new HocuspocusProvider({
          url: `${url.replace('http', 'ws')}/sync`,
          name: lineName(id),
          token: openSecrets(folder).service,
        }),
    )
    try {
      const calls = () => lines.flatMap(({ document }) => readLine(document))
      await expect.poll(() => calls().length, { timeout: 30_000 }).toBeGreaterThan(0)
      for (const { document } of lines)
        expect(readPbxState(document)).toEqual({ state: 'connected', training: true })
    } finally {
      for (const line of lines) line.destroy()
    }
  })

  it('ends in good order when it is asked to, and nothing answers any more', async () => {
    const ended = once(command, 'exit')
    command.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    await expect(fetch(url)).rejects.toThrow()
  })
})
