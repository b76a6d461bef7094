import { describe, expect, it } from 'vitest'
import { readSettings } from './settings.ts'

const right = {
  KARTOTEKA_SERVER: 'http://127.0.0.1:4000',
  KARTOTEKA_SERVICE_SECRET: 'the-service-secret',
  KARTOTEKA_PBX_AMI: '[::1]:5038',
  KARTOTEKA_PBX_LISTENER_SECRET: 'listener-secret-0001',
  KARTOTEKA_PBX_SENDER_SECRET: 'sender-secret-000001',
  KARTOTEKA_PBX_SYSTEM_NAME: 'system-name-00000001',
  KARTOTEKA_PBX_RECORDINGS: '/var/spool/asterisk/monitor',
}

describe('the settings of the bridge', () => {
  it('need an address, secrets and the place of the recordings, and nothing more', () => {
    const read = readSettings(right)
    expect(read).toMatchObject({
      ok: true,
      settings: { listener: { user: 'kartoteka-listener' }, queueLog: undefined, training: false },
    })
  })

  it.each([
    ['KARTOTEKA_SERVER', 'localhost'],
    ['KARTOTEKA_PBX_AMI', '127.0.0.1'],
    ['KARTOTEKA_PBX_AMI', '127.0.0.1:99999'],
    ['KARTOTEKA_PBX_AMI', '127.0.0.1:0'],
    ['KARTOTEKA_PBX_SYSTEM_NAME', 'short'],
    ['KARTOTEKA_PBX_LISTENER_SECRET', 'with a line\r\nbreak in it'],
    ['KARTOTEKA_SERVICE_SECRET', ''],
  ])('that are wrong are refused by name: %s', (name, value) => {
    const read = readSettings({ ...right, [name]: value })
    expect(read.ok || read.reason).toContain(name)
  })
})
