import { describe, expect, it, test } from 'vitest'
import type { DocumentName } from '#domain/documents/names.ts'
import { languages } from '#domain/clinics/clinic.ts'
import type { Change } from './change.ts'
import { judge, mayOpen } from './judge.ts'
import { actors, alpha, beta, locking, patient, withCall, type ActorName } from './testing/centre.ts'
import { refusals } from './verdict.ts'

const documents = {
  card: { kind: 'card', clinic: alpha, patient },
  line: { kind: 'line', clinic: alpha },
  missed: { kind: 'queue', clinic: alpha, callKind: 'missed' },
  satisfaction: { kind: 'queue', clinic: alpha, callKind: 'satisfaction' },
  floor: { kind: 'floor' },
} as const satisfies Record<string, DocumentName>
type Opened = keyof typeof documents

describe('who may open what', () => {
  const everything: Opened[] = ['card', 'line', 'missed', 'satisfaction', 'floor']
  const table: Record<ActorName, Opened[]> = {
    operator: everything,
    'team-leader': everything,
    supervisor: everything,
    director: everything,
    administrator: everything,
    'quality-controller': ['card'],
    accountant: [],
    'client-rep': [],
    stranger: ['floor'],
    satisfaction: ['card', 'satisfaction', 'floor'],
    bridge: ['line'],
    filing: everything,
    import: everything,
  }
  for (const [who, may] of Object.entries(table) as [ActorName, Opened[]][]) {
    test.each(everything.map((document) => [document, may.includes(document)] as const))(
      `${who}: %s %s`,
      (document, expected) => {
        expect(mayOpen(documents[document], actors[who])).toBe(expected)
      },
    )
  }

  it('gives nothing of a clinic that was not granted', () => {
    for (const actor of Object.values(actors)) {
      if (actor.kind === 'service' || actor === actors.stranger) continue
      expect(mayOpen({ kind: 'card', clinic: beta, patient }, actor)).toBe(false)
      expect(mayOpen({ kind: 'line', clinic: beta }, actor)).toBe(false)
    }
  })
})

describe('judging an update', () => {
  const name: Change = { type: 'field', root: 'profile', key: 'givenName', before: undefined, after: 'Анна' }
  const forged: Change = { type: 'field', root: 'calls', key: '1.1', before: undefined, after: null }
  const clinicOf = () => locking

  it('names the first change that is refused, and refuses the good ones with it', () => {
    expect(judge(documents.card, [name, forged, name], actors.operator, clinicOf, withCall)).toEqual({
      admitted: false,
      code: 'not-yours',
      change: forged,
    })
    expect(judge(documents.card, [name, name], actors.operator, clinicOf, withCall)).toEqual({
      admitted: true,
    })
  })

  it('refuses whoever may not open the document, even an update that does nothing', () => {
    expect(judge(documents.line, [], actors.satisfaction, clinicOf, withCall)).toMatchObject({
      code: 'no-access',
    })
  })

  it('refuses every change of queues and floor until their rules are written', () => {
    for (const document of [documents.missed, documents.floor]) {
      expect(judge(document, [name], actors.administrator, clinicOf, withCall)).toMatchObject({
        code: 'not-allowed',
      })
    }
  })

  it('has a sentence in every language for every refusal', () => {
    for (const words of Object.values(refusals)) {
      for (const language of languages) expect(words[language]).toMatch(/^[А-ЯA-Z].*\.$/)
    }
  })
})
