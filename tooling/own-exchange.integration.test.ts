/** The commands when the settings name a PBX of the centre's own; one that speaks AMI stands in its place. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import {
  loneSecrets as secrets,
  startLoneLine,
  type LoneLine,
} from '#asterisk/training-line/testing/lone-line.ts'
import { readLine, readPbxState } from '#domain/documents/line.ts'
import { known } from '#domain/ids.ts'
import { parsePhone } from '#domain/phone.ts'
import { didOf } from '#e2e/rig/patients.ts'
import { alpha } from '#sync-server/demonstration/clinics.ts'
import { root } from './root.ts'
import { environment, startCentreCommand } from './testing/centre-command.ts'

/** Milliseconds. */
const patience = 30_000
const number = known(parsePhone, '+79165557302')

let folder: string
let pbx: LoneLine
let settings: NodeJS.ProcessEnv
beforeAll(async () => {
  pbx = await startLoneLine()
  folder = pbx.folder
  settings = {
    KARTOTEKA_PBX_AMI: `127.0.0.1:${pbx.line.port}`,
    KARTOTEKA_PBX_LISTENER_SECRET: secrets.amiListener,
    KARTOTEKA_PBX_SENDER_SECRET: secrets.amiSender,
    KARTOTEKA_PBX_SYSTEM_NAME: secrets.systemName,
    KARTOTEKA_PBX_RECORDINGS: pbx.line.recordingDirectory,
    KARTOTEKA_PBX_QUEUE_LOG: pbx.line.queueLogPath,
  }
})
afterAll(async () => {
  await pbx.end()
})

describe.each(['tooling/start.ts', 'tooling/pbx.ts'])('%s with a PBX in the settings', (script) => {
  it('starts no exchange, says whose it works with, and hears its calls', { timeout: 150_000 }, async () => {
    const centre = await startCentreCommand(script, 110_000, settings)
    onTestFinished(() => centre.remove())
    expect(centre.said()).toContain('Telephone: your own PBX.')
    expect(centre.processes()).toHaveLength(2)
    const line = centre.watchLine(alpha.id)
    onTestFinished(() => line.destroy())
    await expect
      .poll(() => readPbxState(line.document), { timeout: patience })
      .toEqual({ state: 'connected', training: false })
    const call = pbx.line.call({ clinic: alpha.id, did: known(parsePhone, didOf.alpha), number })
    const numbers = () => readLine(line.document).map((entry) => entry.call.number)
    await expect.poll(numbers, { timeout: patience }).toEqual([number])
    call.giveUp()
    await expect.poll(numbers, { timeout: patience }).toEqual([])
    expect(await centre.stop()).toEqual([0, null])
  })

  it('does not start with half of the settings, and says which are missing', () => {
    const data = join(folder, 'data')
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, script)], {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...environment(data, 4000),
        ...settings,
        KARTOTEKA_PBX_AMI: '',
        KARTOTEKA_PBX_SENDER_SECRET: '',
      },
    })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('settings for a PBX of your own')
    expect(stderr).toContain('KARTOTEKA_PBX_AMI: is missing')
    expect(stderr).toContain('KARTOTEKA_PBX_SENDER_SECRET: is missing')
    expect(existsSync(data)).toBe(false)
  })
})
