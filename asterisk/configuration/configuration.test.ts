import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { configurationOf, type Files } from './configuration.ts'
import type { PbxInput, PbxPerson } from './input.ts'
import { exampleInput as input } from './testing/example-input.ts'

function filesOf(from: PbxInput): Files {
  const configuration = configurationOf(from)
  if (!configuration.ok) throw new Error(configuration.problems.map(({ code }) => code).join())
  return configuration.files
}

const linesOf = (from: PbxInput, name: string): string[] => (filesOf(from).get(name) ?? '').split('\n')

/** Lines of `[name]` up to the next section. */
function sectionOf(from: PbxInput, file: string, name: string): string[] {
  const lines = linesOf(from, file)
  const begin = lines.indexOf(`[${name}]`) + 1
  const length = lines.slice(begin).findIndex((line) => line.startsWith('['))
  return begin === 0 ? [] : lines.slice(begin, length < 0 ? undefined : begin + length)
}

const problemCodes = (from: PbxInput): string[] => {
  const configuration = configurationOf(from)
  return configuration.ok ? [] : configuration.problems.map(({ code }) => code)
}
const withPerson = (changes: Partial<PbxPerson>): PbxInput => {
  const [first, ...others] = input.people
  return first ? { ...input, people: [{ ...first, ...changes }, ...others] } : input
}

describe('queues', () => {
  test('an operator is rung only by the clinics whose incoming calls were granted', () => {
    const membersOf = (queue: string) =>
      sectionOf(input, 'queues.conf', queue).filter((line) => line.startsWith('member='))
    expect(membersOf('clinic-alpha')).toEqual([
      'member=PJSIP/101,0,elena,PJSIP/101',
      'member=PJSIP/102,0,oleg,PJSIP/102',
    ])
    expect(membersOf('clinic-beta')).toEqual(['member=PJSIP/101,0,elena,PJSIP/101'])
  })

  test('a person with no grant is a member of nothing, and still has a telephone', () => {
    const queues = linesOf(withPerson({ clinics: [] }), 'queues.conf')
    expect(queues.filter((line) => line.includes('elena'))).toEqual([])
    expect(sectionOf(withPerson({ clinics: [] }), 'pjsip.conf', '101')).toContain('type=endpoint')
  })

  test('a wait that is no number of seconds is refused', () => {
    for (const queueTimeout of [0, 1.5, Number.NaN, 1e9])
      expect(
        problemCodes({ ...input, clinics: input.clinics.map((clinic) => ({ ...clinic, queueTimeout })) }),
      ).toEqual(['bad-wait', 'bad-wait'])
  })

  test('a caller waits as long as the clinic says', () => {
    const dialplan = linesOf(input, 'extensions.conf')
    expect(dialplan).toContain(
      'exten => +78432100001,1,Gosub(call-entered,s,1(beta,+78432100001,clinic-beta,45))',
    )
  })
})

describe('the dialplan', () => {
  test('a number is known with and without the plus, and no other number is', () => {
    const doors = sectionOf(input, 'extensions.conf', 'from-carrier').filter((line) =>
      line.startsWith('exten'),
    )
    const dialled = doors.map((line) => /^exten => ([^,]+),/.exec(line)?.[1])
    expect(dialled).toEqual([
      '+74951200001',
      '74951200001',
      '+74951200002',
      '74951200002',
      '+78432100001',
      '78432100001',
    ])
  })

  test('the caller id is filtered before anything else is done with a call', () => {
    const doors = sectionOf(input, 'extensions.conf', 'from-carrier').filter((line) =>
      line.startsWith('exten => +'),
    )
    for (const door of doors) expect(door).toContain(',1,Gosub(call-entered,s,1(')
    const [first] = sectionOf(input, 'extensions.conf', 'call-entered')
    expect(first).toBe('exten => s,1,Set(LOCAL(number)=${FILTER(+0-9,${CALLERID(num)})})')
  })

  test('a telephone at work cannot dial by itself', () => {
    expect(sectionOf(input, 'extensions.conf', 'from-people')).toEqual([''])
  })

  test('a patient called from a clinic sees that clinic’s number', () => {
    expect(sectionOf(input, 'extensions.conf', 'outgoing-beta').join()).toContain('(beta,+78432100001,')
  })
})

describe('secrets', () => {
  const filesWith = (secret: string): string[] =>
    [...filesOf(input)].flatMap(([name, text]) => (text.includes(secret) ? [name] : []))

  test('appear only where Asterisk looks for them', () => {
    expect(filesWith(input.secrets.systemName)).toEqual(['asterisk.conf'])
    expect(filesWith(input.secrets.amiListener)).toEqual(['manager.conf'])
    expect(filesWith(input.secrets.amiSender)).toEqual(['manager.conf'])
    for (const { secret } of input.people) expect(filesWith(secret)).toEqual(['pjsip.conf'])
  })

  test('that are short, shared, or hold other characters are refused', () => {
    expect(problemCodes(withPerson({ secret: 'short' }))).toEqual(['bad-secret'])
    expect(problemCodes(withPerson({ secret: input.secrets.amiSender }))).toEqual(['bad-secret'])
    expect(problemCodes(withPerson({ secret: 'sixteen-and-a\nnew-line' }))).toEqual(['bad-secret'])
  })
})

describe('AMI', () => {
  test('who listens may do nothing, and who sends hears nothing', () => {
    expect(sectionOf(input, 'manager.conf', 'kartoteka-listener')).toContain('write=')
    expect(sectionOf(input, 'manager.conf', 'kartoteka-sender')).toContain('read=')
  })

  test('is for the networks named, and for nobody else', () => {
    const listener = sectionOf(input, 'manager.conf', 'kartoteka-listener')
    expect(listener.filter((line) => /^(deny|permit)=/.test(line))).toEqual([
      'deny=0.0.0.0/0.0.0.0',
      'deny=::/0',
      'permit=127.0.0.0/8',
    ])
  })
})

describe('texts that people write', () => {
  const hostile = fc.string({ unit: fc.constantFrom(...Array.from('\r\n;|[]()"<>,=$\\ Аяaz09\0\u2028')) })

  test('a person’s name, whatever it is, stays in its line', () => {
    const lines = linesOf(input, 'pjsip.conf').map((line) =>
      line.startsWith('callerid=') ? 'callerid' : line,
    )
    fc.assert(
      fc.property(hostile, (name) => {
        const written = linesOf(withPerson({ name }), 'pjsip.conf')
        expect(written.map((line) => (line.startsWith('callerid=') ? 'callerid' : line))).toEqual(lines)
        expect(written.find((line) => line.endsWith('<101>'))).toMatch(
          /^callerid="[\p{L}\p{N} .'’-]*" <101>$/u,
        )
      }),
    )
  })

  test('a name in any script is kept', () => {
    const endpoint = sectionOf(withPerson({ name: 'Жанна д’Арк-Öz' }), 'pjsip.conf', '101')
    expect(endpoint).toContain('callerid="Жанна д’Арк-Öz" <101>')
  })

  test('an extension, a secret or an id that is no such thing is refused, not written', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(!/^[a-z0-9_-]*$/i.test(text))
        expect(problemCodes(withPerson({ extension: text }))).toContain('bad-extension')
        expect(problemCodes(withPerson({ secret: text }))).toContain('bad-secret')
      }),
    )
  })

  test('a folder or a carrier whose name could be read as something else is refused', () => {
    const folder = (recordings: string): PbxInput => ({
      ...input,
      directories: { ...input.directories, recordings },
    })
    for (const path of ['recordings', '/r/a,b', '/r/a\nb', '/r/${EXTEN}', '/r/a)b', '/r/a;b'])
      expect(problemCodes(folder(path))).toEqual(['bad-directory'])
    expect(problemCodes(folder('/srv/Записи 1'))).toEqual([])
    const carrierHost = 'sip.example\ncontext=from-people'
    expect(problemCodes({ ...input, trunk: { ...input.trunk, carrierHost } })).toEqual(['bad-trunk'])
  })
})

describe('what two cannot share', () => {
  test('an extension is one person’s', () => {
    expect(problemCodes(withPerson({ extension: '102' }))).toEqual(['extension-twice'])
  })

  test('a number is one clinic’s', () => {
    const [alpha, beta] = input.clinics
    if (!alpha || !beta) throw new Error('two clinics expected')
    expect(problemCodes({ ...input, clinics: [alpha, { ...beta, dids: alpha.dids }] })).toContain(
      'number-twice',
    )
  })
})

test('a carrier that wants to be registered with is registered with', () => {
  const account = { user: 'kartoteka', secret: 'given by the carrier'.replaceAll(' ', '.') }
  const pjsip = linesOf({ ...input, trunk: { ...input.trunk, account } }, 'pjsip.conf')
  expect(pjsip).toContain('type=registration')
  expect(pjsip).toContain('client_uri=sip:kartoteka@192.0.2.10:5060')
})
