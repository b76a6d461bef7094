import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepRunning, type Part } from './part.ts'

let folder: string
let part: Part | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
})
afterEach(async () => {
  await part?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Keeps a process running that does as the source says; `messages` are awaited one after another. */
function run(source: string) {
  const script = join(folder, 'script.mjs')
  writeFileSync(script, source)
  const said: string[] = []
  const messages: unknown[] = []
  let wake = () => {}
  part = keepRunning({
    name: { ru: 'Проба', en: 'Trial' },
    script,
    environment: { TRIAL: 'told' },
    logFile: join(folder, 'log', 'trial.log'),
    say: ({ en }) => said.push(en),
    onMessage: (message) => {
      messages.push(message)
      wake()
    },
  })
  const received = async (count: number) => {
    while (messages.length < count) await new Promise<void>((resolve) => (wake = resolve))
    return messages
  }
  return { said, received }
}

describe('a part of the centre', () => {
  it('is started again when it ends by itself, and says so', async () => {
    const { said, received } = run(`process.send(process.pid); setTimeout(() => process.exit(3), 50)`)
    const [first, second] = await received(2)
    expect(second).not.toBe(first)
    expect(said[0]).toMatch(/^Trial: the process ended \(3\), starting it again in 0\.5 s\. Log: /)
  })

  it('is told its settings, and what it prints is kept', async () => {
    const { received } = run(
      `console.log('printed'); process.send(process.env.TRIAL); setInterval(() => {}, 1000)`,
    )
    expect(await received(1)).toEqual(['told'])
    expect(readFileSync(join(folder, 'log', 'trial.log'), 'utf8')).toBe('printed\n')
  })

  it('ends in good order when it is stopped, and is not started again', async () => {
    const { said, received } = run(`
      import { appendFileSync } from 'node:fs'
      process.on('SIGTERM', () => { appendFileSync(process.argv[1] + '.end', 'ended'); process.exit(0) })
      process.send('up'); setInterval(() => {}, 1000)`)
    await received(1)
    await part?.stop()
    expect(readFileSync(join(folder, 'script.mjs.end'), 'utf8')).toBe('ended')
    expect(said).toEqual([])
  })
})
