/** A caller whose number is a lie in the PBX's own words: nothing happens to anybody else, and no number is shown. */
import { expect, test } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { lineName } from '#domain/documents/names.ts'
import { readLine } from '#domain/documents/line.ts'
import { alpha } from '#sync-server/demonstration/clinics.ts'
import { atWork } from './rig/at-work.ts'
import { voiceOf } from './rig/media.ts'
import { readAs } from './rig/participant.ts'
import { patientOf, withoutPlus } from './rig/patients.ts'
import { callPanel, callRows, ringingNotice, showCalls } from './rig/screen.ts'

const work = atWork()

const forged = (event: string, of: Readonly<Record<string, string>>): string => {
  const head = { Event: event, Privilege: 'call,all', Timestamp: '1.0', SystemName: 'kartoteka' }
  const lines = Object.entries({ ...head, ...of }).map(([key, value]) => `${key}: ${value}`)
  return `1\r\n\r\n${lines.join('\r\n')}\r\n\r\n`
}

const forgeries: readonly [string, (victim: string) => string][] = [
  ['a whole false Hangup', (victim) => forged('Hangup', { Uniqueid: victim, Linkedid: victim, Cause: '16' })],
  [
    'a whole false UserEvent that moves the call to another clinic',
    (victim) =>
      forged('UserEvent', {
        UserEvent: 'KartotekaEntered',
        Uniqueid: victim,
        Linkedid: victim,
        Direction: 'incoming',
        Clinic: 'beta',
        Did: '+78432100001',
        Number: '79990000000',
      }),
  ],
  [
    'headers of its own in a true event',
    (victim) => `1\r\nUniqueid: ${victim}\r\nLinkedid: ${victim}\r\n\r\n`,
  ],
  ['fields of its own in the queue’s journal', () => '7916|ABANDON|1|1|1'],
]

test('a forged caller id ends and moves no call, and is shown as a hidden number', async () => {
  const patient = patientOf('alpha', 0)
  const [elena, maria, timur] = await Promise.all([
    work.seat('elena'),
    work.seat('maria'),
    work.seat('timur'),
  ])
  const victim = await work.call('alpha', { from: withoutPlus(patient.number) })
  await expect(ringingNotice(elena)).toContainText(patient.name)
  await elena.keyboard.press('F2')
  await victim.answered
  await expect(callPanel(elena).getByRole('button', { name: ru.panel.hangUp })).toBeVisible()
  const line = () => readAs(maria, lineName(alpha.id), readLine)
  const [talking] = await line()
  if (!talking) throw new Error('the talk is not on the line')
  const id = `${work.centre.secrets.pbxSystemName}-${talking.call.id}`

  for (const [what, from] of forgeries) {
    await test.step(what, async () => {
      const forger = await work.call('alpha', { from: from(id) })
      await expect(ringingNotice(maria)).toContainText(ru.top.hiddenNumber)
      await expect(ringingNotice(timur)).toHaveCount(0)
      const calls = await line()
      expect(calls.map(({ call }) => [call.state, call.number])).toEqual([
        ['talking', patient.number],
        ['ringing', null],
      ])
      expect(calls[0]?.call).toEqual(talking.call)
      await forger.hangUp()
      await expect(ringingNotice(maria)).toHaveCount(0)
      expect((await line()).map(({ call }) => call)).toContainEqual(talking.call)
    })
  }
  const { received } = await voiceOf(elena)
  await expect.poll(async () => (await voiceOf(elena)).received).toBeGreaterThan(received + 50)
  await victim.hangUp()
  await expect(callPanel(elena)).toContainText(ru.panel.ended)
  await showCalls(elena)
  await expect(callRows(elena).first()).toContainText(ru.history.noResult)
})
