/** Taking back: one's own edits and no others', whatever has become of the text since. */
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { Replica } from './replica.ts'
import { set, textOf, type } from './testing/intents.ts'
import { shape, SimulatedServer, type Line } from './testing/simulated-server.ts'

const everything = (): boolean => true
const forbidden = '耀'

let server: SimulatedServer
let anna: Replica
let boris: Replica
let annaLine: Line
beforeEach(() => {
  server = new SimulatedServer()
  anna = new Replica(shape)
  boris = new Replica(shape)
  annaLine = server.join(anna)
  server.join(boris)
  server.settle()
})

describe('taking back', () => {
  it('leaves what a colleague typed into the middle of one’s own words', () => {
    anna.act([type(0, 'доброе утро')])
    server.settle()
    boris.act([type(7, 'и тихое ')])
    server.settle()
    expect(anna.undo(everything)).toBe(true)
    server.settle()
    expect([textOf(anna), textOf(boris)]).toEqual(['и тихое ', 'и тихое '])
    anna.redo(everything)
    server.settle()
    expect(textOf(boris)).toContain('доброе утро')
    expect(textOf(boris)).toContain('и тихое ')
  })

  it('brings back what one removed, where it stood, also a colleague’s words', () => {
    boris.act([type(0, 'один два три')])
    server.settle()
    anna.act([type(5, '', 4)])
    boris.act([type(0, 'ноль ')])
    server.settle()
    anna.undo(everything)
    expect(textOf(anna)).toBe('ноль один два три')
  })

  it('of something typed, removed and brought back leaves nothing', () => {
    anna.act([type(0, 'ab')])
    anna.act([type(1, '', 1)])
    anna.undo(everything)
    expect(textOf(anna)).toBe('ab')
    anna.undo(everything)
    expect(textOf(anna)).toBe('')
    expect(anna.undo(everything)).toBe(false)
  })

  it('takes a run of typing back as one', () => {
    anna.act([type(0, 'а')])
    anna.act([type(1, 'б')], { joins: true })
    anna.act([type(2, 'в')])
    anna.undo(everything)
    expect(textOf(anna)).toBe('аб')
    anna.undo(everything)
    expect(textOf(anna)).toBe('')
    anna.redo(everything)
    expect(textOf(anna)).toBe('аб')
  })

  it('gives a field back as it was, unless somebody else has written it since', () => {
    anna.act([set('name', 'Анна')])
    anna.act([set('name', 'Анна Сергеевна')])
    server.settle()
    anna.undo(everything)
    expect(anna.view.getMap('fields').get('name')).toBe('Анна')
    server.settle()
    boris.act([set('name', 'Ольга')])
    server.settle()
    expect(anna.undo(everything)).toBe(false)
    expect(anna.view.getMap('fields').get('name')).toBe('Ольга')
  })

  it('keeps to what is asked for', () => {
    anna.act([set('name', 'Анна')])
    anna.act([type(0, 'утро')])
    expect(anna.undo(({ root }) => root === 'fields')).toBe(true)
    expect(textOf(anna)).toBe('утро')
    expect(anna.view.getMap('fields').has('name')).toBe(false)
  })

  it('goes on across a refusal, and does not bring back what was refused', () => {
    annaLine.disconnect()
    anna.act([type(0, 'до ')])
    anna.act([type(3, forbidden)])
    anna.act([type(3, 'после')])
    annaLine.connect()
    server.settle()
    expect(textOf(anna)).toBe('до после')
    anna.undo(everything)
    expect(textOf(anna)).toBe('до ')
    anna.undo(everything)
    expect(textOf(anna)).toBe('')
    expect(anna.undo(everything)).toBe(false)
    server.settle()
    expect(textOf(boris)).toBe('')
  })
})

const act = fc.record({
  kind: fc.constant('act' as const),
  who: fc.nat(1),
  at: fc.nat(20),
  removed: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(3) }),
  refused: fc.oneof(
    { weight: 8, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
})
const other = fc.record({
  kind: fc.constantFrom('up', 'down', 'lose', 'connect', 'disconnect', 'undo'),
  who: fc.nat(1),
})

it('whoever takes everything back leaves all that the other has typed, and nothing of their own', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(act, other), { maxLength: 50, size: 'max' }), (steps) => {
      const central = new SimulatedServer()
      const replicas = [new Replica(shape), new Replica(shape)]
      const lines = replicas.map((replica) => central.join(replica))
      const typed: string[][] = [[], []]
      const removedByOther = new Set<string>()
      let next = 0
      for (const step of steps) {
        const [replica, line] = [replicas[step.who], lines[step.who]]
        if (!replica || !line) continue
        if (step.kind === 'act') {
          const text = textOf(replica)
          const index = Math.min(step.at, text.length)
          const removed = Math.min(step.removed, text.length - index)
          // What is refused to the one who takes back would come back and be refused again.
          const isRefused = step.refused && step.who === 1
          const inserted = String.fromCharCode((isRefused ? 0x8000 : 0x4000) + next++)
          if (step.who === 1)
            for (const character of text.slice(index, index + removed)) removedByOther.add(character)
          replica.act([{ kind: 'edit', root: 'notes', index, removed, inserted }])
          if (!isRefused) typed[step.who]?.push(inserted)
        } else if (step.kind === 'up') line.deliverUp()
        else if (step.kind === 'down') line.deliverDown()
        else if (step.kind === 'lose') line.loseUp()
        else if (step.kind === 'connect') line.connect()
        else if (step.kind === 'disconnect') line.disconnect()
        else if (step.who === 0) replica.undo(everything)
      }
      central.settle()
      central.settle()
      const [first, second] = replicas
      if (!first || !second) return
      while (first.undo(everything)) continue
      central.settle()
      central.settle()
      const text = textOf(second)
      expect(textOf(first)).toBe(text)
      for (const character of typed[0] ?? []) expect(text).not.toContain(character)
      for (const character of typed[1] ?? []) {
        const refused = JSON.stringify(second.refused).includes(character)
        if (!removedByOther.has(character) && !refused) expect(text.split(character)).toHaveLength(2)
      }
    }),
    { numRuns: 300 },
  )
})
