/** `npm start` on an empty data folder, as a newcomer types it: what it says, that it works, and that it ends. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readLine, readPbxState } from '#domain/documents/line.ts'
import { alpha, beta } from '#sync-server/demonstration/clinics.ts'
import { demonstrationPassword, demonstrationPeople } from '#sync-server/demonstration/people.ts'
import { isRunning, startCentreCommand, type CentreCommand } from './testing/centre-command.ts'

let centre: CentreCommand
beforeAll(async () => {
  centre = await startCentreCommand('tooling/start.ts', 90_000)
})
afterAll(() => centre.remove())

const signIn = (email: string) =>
  fetch(`${centre.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: centre.url },
    body: JSON.stringify({ email, password: demonstrationPassword }),
  })

describe('npm start on an empty folder', () => {
  it('ends with the address to open, the people to sign in as, and the word that the line is for training', () => {
    const said = centre.said()
    expect(said).toContain(centre.url)
    expect(said).toContain(demonstrationPassword)
    for (const { email } of demonstrationPeople) expect(said).toContain(email)
    expect(said).toContain('the training line')
  })

  it('serves the workspace to everybody whom it named', async () => {
    expect(await (await fetch(centre.url)).text()).toContain('<script')
    const answers = await Promise.all(demonstrationPeople.map(({ email }) => signIn(email)))
    expect(answers.map(({ status }) => status)).toEqual(demonstrationPeople.map(() => 200))
  })

  it('lets the first call ring within half a minute, from a line that says what it is', async () => {
    const lines = [alpha, beta].map(({ id }) => centre.watchLine(id))
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
    const processes = centre.processes()
    expect(processes).toHaveLength(3)
    expect(await centre.stop()).toEqual([0, null])
    expect(processes.filter(isRunning)).toEqual([])
    await expect(fetch(centre.url)).rejects.toThrow()
  })
})

describe('npm start on an empty folder that is to stay empty', () => {
  it('says that nobody can sign in yet, and the command that changes it', async () => {
    const empty = await startCentreCommand('tooling/start.ts', 55_000, { KARTOTEKA_DEMONSTRATION: '0' })
    expect(empty.said()).toContain('Nobody can sign in yet')
    expect(empty.said()).toContain('npm run add-administrator -- --email')
    expect(empty.said()).not.toContain(demonstrationPassword)
    expect(await empty.stop()).toEqual([0, null])
    empty.remove()
  })
})
