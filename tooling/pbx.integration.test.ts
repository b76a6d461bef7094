/** `npm run pbx` on an empty data folder: a real Asterisk of its own, on which a real call comes in. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readLine, readPbxState } from '#domain/documents/line.ts'
import { didOf } from '#e2e/rig/patients.ts'
import { callFrom } from '#e2e/rig/sipp.ts'
import { alpha } from '#sync-server/demonstration/clinics.ts'
import { isRunning, startCentreCommand, type CentreCommand } from './testing/centre-command.ts'

/** Milliseconds. */
const patience = 30_000
const number = '+79165557301'

let centre: CentreCommand
beforeAll(async () => {
  centre = await startCentreCommand('tooling/pbx.ts', 110_000)
})
afterAll(() => centre.remove())

describe('npm run pbx on an empty folder', () => {
  it('says that it works with an Asterisk of its own, and how to call a clinic on it', () => {
    expect(centre.said()).toContain('a private Asterisk, brought up by this command')
    expect(centre.said()).toMatch(/dial sip:\+\d+@127\.0\.0\.1:\d+/)
  })

  it('has a call ring on the line that comes over the wire, and takes it off when the caller gives up', async () => {
    const [, port] = /dial sip:\+\d+@127\.0\.0\.1:(\d+)/.exec(centre.said()) ?? []
    const line = centre.watchLine(alpha.id)
    try {
      await expect
        .poll(() => readPbxState(line.document), { timeout: patience })
        .toEqual({ state: 'connected', training: false })
      const call = await callFrom({
        from: number.slice(1),
        did: didOf.alpha,
        pbx: { address: '127.0.0.1', port: Number(port) },
      })
      const numbers = () => readLine(line.document).map((entry) => entry.call.number)
      try {
        await expect.poll(numbers, { timeout: patience }).toEqual([number])
        await call.hangUp()
        await expect.poll(numbers, { timeout: patience }).toEqual([])
      } finally {
        await call.drop()
      }
    } finally {
      line.destroy()
    }
  })

  it('ends in good order when it is asked to, and leaves no process', async () => {
    const processes = centre.processes()
    expect(processes).toHaveLength(3)
    expect(await centre.stop()).toEqual([0, null])
    expect(processes.filter(isRunning)).toEqual([])
    await expect(fetch(centre.url)).rejects.toThrow()
  })
})
