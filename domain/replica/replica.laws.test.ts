/** Laws of the replica, whatever people do, however the line breaks, whatever the server refuses. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Intent } from './intent.ts'
import { Replica } from './replica.ts'
import { isForbidden, shape, SimulatedServer, type Line } from './testing/simulated-server.ts'

type Part =
  | { do: 'set'; key: string }
  | { do: 'remove'; key: string }
  | { do: 'edit'; at: number; removed: number; inserted: number; forbidden: boolean }
type Step =
  | { kind: 'act'; who: number; parts: Part[] }
  | { kind: 'up' | 'down' | 'lose' | 'disconnect' | 'connect'; who: number }

const people = 3
const who = fc.nat(people - 1)
const key = fc.constantFrom('name', 'source', 'once1', 'once2')
const part: fc.Arbitrary<Part> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      at: fc.nat(30),
      removed: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(4) }),
      inserted: fc.nat(3),
      forbidden: fc.oneof(
        { weight: 5, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('set' as const), key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), key }) },
)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      who,
      parts: fc.array(part, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({ kind: fc.constantFrom('up' as const, 'down' as const), who }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('lose' as const, 'disconnect' as const), who }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('connect' as const), who }) },
)

/** What one action brought, and between what. */
interface Action {
  values: string[]
  removed: string[]
  /** Characters brought, with all that was left and right of them on the screen. */
  brought: { text: string; left: string; right: string }[]
}

class Desk {
  readonly replica = new Replica(shape)
  readonly line: Line
  readonly actions: Action[] = []
  /** The text as somebody sees it who only hears the deltas. */
  heard = ''

  constructor(server: SimulatedServer) {
    this.line = server.join(this.replica)
    this.replica.subscribe((event) => {
      if (event.kind !== 'text') return
      for (const { index, removed, inserted } of event.delta) {
        expect(index + removed).toBeLessThanOrEqual(this.heard.length)
        this.heard = this.heard.slice(0, index) + inserted + this.heard.slice(index + removed)
      }
    })
  }

  get text(): string {
    return this.replica.view.getText('notes').toString()
  }
}

class Play {
  readonly server = new SimulatedServer()
  readonly desks = Array.from({ length: people }, () => new Desk(this.server))
  private next = 0

  run(steps: readonly Step[]) {
    for (const desk of this.desks) desk.line.connect()
    for (const step of steps) {
      const desk = this.desks[step.who]
      if (!desk) continue
      if (step.kind === 'act') this.act(desk, step.parts)
      if (step.kind === 'up') desk.line.deliverUp()
      if (step.kind === 'down') desk.line.deliverDown()
      if (step.kind === 'lose') desk.line.loseUp()
      if (step.kind === 'disconnect') desk.line.disconnect()
      if (step.kind === 'connect') desk.line.connect()
      for (const { heard, text } of this.desks) expect(heard).toBe(text)
    }
    this.server.settle()
  }

  private act(desk: Desk, parts: readonly Part[]) {
    const action: Action = { values: [], removed: [], brought: [] }
    let text = desk.text
    const fields = new Map<string, string>()
    const intents = parts.map((part): Intent => {
      if (part.do === 'remove') {
        fields.delete(part.key)
        return { kind: 'remove', root: 'fields', key: part.key }
      }
      if (part.do === 'set') {
        const value = `v${this.next++}`
        fields.set(part.key, value)
        return { kind: 'set', root: 'fields', key: part.key, value }
      }
      const index = Math.min(part.at, text.length)
      const removed = Math.min(part.removed, text.length - index)
      const inserted = Array.from({ length: part.inserted }, () =>
        String.fromCharCode((part.forbidden ? 0x8000 : 0x4000) + this.next++),
      ).join('')
      action.removed.push(...text.slice(index, index + removed).split(''))
      action.brought.push({ text: inserted, left: text.slice(0, index), right: text.slice(index + removed) })
      action.values.push(...inserted.split(''))
      text = text.slice(0, index) + inserted + text.slice(index + removed)
      return { kind: 'edit', root: 'notes', index, removed, inserted }
    })
    // What an action brings and takes away again is not to be seen afterwards.
    action.values = [...fields.values(), ...action.values.filter((value) => !action.removed.includes(value))]
    desk.replica.act(intents)
    expect(desk.text).toBe(text)
    desk.actions.push(action)
  }

  /** Whether an action was refused; all that it brought tells. */
  refusedValues(desk: Desk): Set<string> {
    return new Set(
      desk.replica.refused.flatMap(({ intents }) =>
        intents.flatMap((intent) => {
          if (intent.kind === 'set') return [String(intent.value)]
          return intent.kind === 'edit' ? intent.inserted.split('') : []
        }),
      ),
    )
  }
}

function playing(law: (play: Play) => void, numRuns = 300) {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const play = new Play()
      play.run(steps)
      law(play)
    }),
    { numRuns },
  )
}

describe('once the line is quiet', () => {
  it('every screen shows what the server has, and nothing waits', () => {
    playing(({ server, desks }) => {
      for (const { replica, text } of desks) {
        expect(replica.pending).toBe(0)
        expect(text).toBe(server.doc.getText('notes').toString())
        expect(replica.view.getMap('fields').toJSON()).toEqual(server.doc.getMap('fields').toJSON())
        expect(replica.confirmed.store.pendingStructs).toBeNull()
        expect(replica.view.store.pendingStructs).toBeNull()
        expect(replica.view.store.pendingDs).toBeNull()
      }
    })
  })

  it('every action was admitted whole and once, or is one refused entry with all that was meant', () => {
    playing((play) => {
      const admitted = play.server.admitted
      expect(new Set(admitted).size).toBe(admitted.length)
      for (const desk of play.desks) {
        const ids = desk.replica.refused.map(({ id }) => id)
        expect(new Set(ids).size).toBe(ids.length)
        const refused = play.refusedValues(desk)
        for (const { values } of desk.actions) {
          const kept = values.filter((value) => admitted.includes(value))
          const lost = values.filter((value) => refused.has(value))
          expect([kept.length, lost.length]).toContain(values.length)
          expect(kept.length + lost.length).toBe(values.length)
        }
      }
    })
  })

  it('every character typed is there exactly once, unless it was refused or somebody removed it', () => {
    playing((play) => {
      const text = play.server.doc.getText('notes').toString()
      const isRefused = (desk: Desk, action: Action) => {
        const refused = play.refusedValues(desk)
        return action.values.some((value) => refused.has(value))
      }
      const all = play.desks.flatMap((desk) => desk.actions.map((action) => ({ desk, action })))
      // What an action only removes tells of itself nowhere: what it removed may be gone or not.
      const removable = new Set(all.flatMap(({ action }) => action.removed))
      const removed = new Set(
        all.flatMap(({ desk, action }) =>
          action.values.length > 0 && !isRefused(desk, action) ? action.removed : [],
        ),
      )
      for (const { desk, action } of all) {
        const refused = isRefused(desk, action)
        for (const { text: brought } of action.brought) {
          for (const character of brought) {
            if (action.removed.includes(character)) continue
            const times = text.split(character).length - 1
            if (refused || isForbidden(character) || removed.has(character)) expect(times).toBe(0)
            else if (!removable.has(character)) expect(times).toBe(1)
            else expect(times).toBeLessThanOrEqual(1)
          }
        }
      }
    })
  })

  it('every character stands between those that it was typed between', () => {
    playing((play) => {
      const text = play.server.doc.getText('notes').toString()
      const places = (characters: string) =>
        characters
          .split('')
          .map((character) => text.indexOf(character))
          .filter((place) => place >= 0)
      for (const { actions } of play.desks) {
        for (const { text: brought, left, right } of actions.flatMap((action) => action.brought)) {
          for (const place of places(brought)) {
            for (const before of places(left)) expect(before).toBeLessThan(place)
            for (const after of places(right)) expect(after).toBeGreaterThan(place)
          }
        }
      }
    })
  })
})
