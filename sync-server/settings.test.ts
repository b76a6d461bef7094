import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'

test('without any setting the server serves this machine only, from ./data', () => {
  expect(readSettings({})).toMatchObject({
    ok: true,
    settings: { host: '127.0.0.1', port: 4000, telephone: { mode: 'none' }, trustedProxies: false },
  })
})

test('an empty value is as good as none', () => {
  expect(readSettings({ KARTOTEKA_PORT: '', KARTOTEKA_URL: '' })).toMatchObject({ ok: true })
})

test('softphones are told where the exchange is', () => {
  const server = 'wss://pbx.example:8089/ws'
  expect(
    readSettings({
      KARTOTEKA_PBX: 'asterisk',
      KARTOTEKA_SIP_SERVER: server,
      KARTOTEKA_SIP_DOMAIN: 'pbx.example',
    }),
  ).toMatchObject({ ok: true, settings: { telephone: { mode: 'softphone', server, domain: 'pbx.example' } } })
})

test('the time without use is given in minutes, and there is none unless it is set', () => {
  expect(readSettings({})).toMatchObject({ settings: { idleLimit: null } })
  expect(readSettings({ KARTOTEKA_IDLE_MINUTES: '90' })).toMatchObject({ settings: { idleLimit: 5_400_000 } })
})

test.each([
  [{ KARTOTEKA_PORT: 'http' }, 'KARTOTEKA_PORT'],
  [{ KARTOTEKA_PORT: '70000' }, 'KARTOTEKA_PORT'],
  [{ KARTOTEKA_IDLE_MINUTES: '0' }, 'KARTOTEKA_IDLE_MINUTES'],
  [{ KARTOTEKA_PBX: 'skype' }, 'KARTOTEKA_PBX'],
  [{ KARTOTEKA_URL: 'kartoteka' }, 'KARTOTEKA_URL'],
  [{ KARTOTEKA_PBX: 'asterisk' }, 'KARTOTEKA_SIP_SERVER'],
])('%o is refused, with the name of the setting', (environment, name) => {
  const read = readSettings(environment)
  expect(read.ok ? '' : read.reason).toContain(name)
})
