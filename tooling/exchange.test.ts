/** Which exchange the settings name: the centre's own, none, or something that a start should not be tried with. */
import { describe, expect, it } from 'vitest'
import { ownExchange, ownExchangeSettings } from './exchange.ts'

const needed = {
  KARTOTEKA_PBX_AMI: 'pbx.clinic.example:5038',
  KARTOTEKA_PBX_LISTENER_SECRET: 'listener-secret-0001',
  KARTOTEKA_PBX_SENDER_SECRET: 'sender-secret-000001',
  KARTOTEKA_PBX_SYSTEM_NAME: 'system-name-00000001',
  KARTOTEKA_PBX_RECORDINGS: '/var/spool/asterisk/kartoteka',
}
const softphones = {
  KARTOTEKA_SIP_SERVER: 'wss://pbx.clinic.example:8089/ws',
  KARTOTEKA_SIP_DOMAIN: 'pbx.clinic.example',
}

function reasonFor(environment: NodeJS.ProcessEnv): { ru: string; en: string } {
  const own = ownExchange(environment)
  if (own.ok) throw new Error('this should have been refused')
  return own.reason
}

describe('settings that name an exchange of the centre’s own', () => {
  it('are enough with AMI, secrets and recordings; operators’ browsers then have no telephone', () => {
    expect(ownExchange(needed)).toMatchObject({
      ok: true,
      exchange: { kind: 'own', forServer: { KARTOTEKA_PBX: 'none' } },
    })
  })

  it('give the browsers a telephone when they say where SIP is', () => {
    expect(ownExchange({ ...needed, ...softphones })).toMatchObject({
      exchange: { kind: 'own', forServer: { KARTOTEKA_PBX: 'asterisk' } },
    })
  })
})

describe('settings that name no exchange', () => {
  it.each([
    ['nothing', {}],
    ['empty lines', Object.fromEntries(ownExchangeSettings.map((name) => [name, '']))],
    [
      'what is not about a PBX of one’s own',
      { KARTOTEKA_PBX: 'asterisk', KARTOTEKA_CARRIER: '192.0.2.1:5060' },
    ],
  ])('leave the choice to the command: %s', (_, environment) => {
    expect(ownExchange(environment)).toEqual({ ok: true, exchange: undefined })
  })
})

describe('settings that name an exchange by half', () => {
  it.each(Object.keys(needed))('are refused with the name of what is missing: %s', (name) => {
    const { ru, en } = reasonFor({ ...needed, [name]: undefined })
    expect(en.split('\n').slice(1)).toEqual([`${name}: is missing`])
    expect(ru.split('\n').slice(1)).toEqual([`${name}: is missing`])
  })

  it.each(ownExchangeSettings)('never fall back to calls that nobody makes: %s alone', (name) => {
    const value = { ...needed, ...softphones, KARTOTEKA_PBX_QUEUE_LOG: '/q' }[name as string] ?? 'x'
    const missing = Object.keys(needed).filter((each) => each !== name)
    for (const each of missing) expect(reasonFor({ [name]: value }).en).toContain(`${each}: is missing`)
  })

  it.each(Object.keys(softphones))('are refused with %s and not its other half', (name) => {
    const { en } = reasonFor({ ...needed, ...softphones, [name]: '' })
    expect(en).toContain('KARTOTEKA_SIP_SERVER, KARTOTEKA_SIP_DOMAIN')
  })
})

describe('settings that are wrong', () => {
  it.each([
    ['KARTOTEKA_PBX_AMI', 'pbx.clinic.example'],
    ['KARTOTEKA_PBX_AMI', 'pbx.clinic.example:ami'],
    ['KARTOTEKA_PBX_AMI', 'pbx.clinic.example:70000'],
    ['KARTOTEKA_PBX_LISTENER_SECRET', 'too-short'],
    ['KARTOTEKA_PBX_SYSTEM_NAME', 'a name with spaces in it'],
  ])('are refused by name: %s=%s', (name, value) => {
    expect(reasonFor({ ...needed, [name]: value }).en).toMatch(new RegExp(`^${name}: `, 'm'))
  })

  it('are told all at once, and no secret with them', () => {
    const { en } = reasonFor({
      ...needed,
      KARTOTEKA_PBX_AMI: 'pbx',
      KARTOTEKA_PBX_LISTENER_SECRET: 'hush hush, between us',
      KARTOTEKA_PBX_RECORDINGS: '',
    })
    expect(en.split('\n')).toHaveLength(4)
    expect(en).not.toContain('hush')
  })
})
