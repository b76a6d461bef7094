import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Replica, type ReplicaEvent } from './replica.ts'
import { set, textOf, type } from './testing/intents.ts'
import { shape, SimulatedServer, type Line } from './testing/simulated-server.ts'

const forbidden = '耀'

let server: SimulatedServer
let anna: Replica
let boris: Replica
let annaLine: Line
let borisLine: Line
beforeEach(() => {
  server = new SimulatedServer()
  anna = new Replica(shape)
  boris = new Replica(shape)
  annaLine = server.join(anna)
  borisLine = server.join(boris)
  annaLine.connect()
  borisLine.connect()
})

/** Lets every frame through without breaking the lines. */
function settle() {
  while (server.lines.some((line) => [line.deliverUp(), line.deliverDown()].includes(true))) continue
}

describe('an action', () => {
  it('is on the screen at once and saved when the server has it', () => {
    anna.act([set('name', 'Анна'), type(0, 'утро')])
    expect(anna.view.getMap('fields').get('name')).toBe('Анна')
    expect(anna.pending).toBe(1)
    annaLine.deliverUp()
    expect(anna.pending).toBe(1)
    annaLine.deliverDown()
    expect(anna.pending).toBe(0)
    settle()
    expect(textOf(boris)).toBe('утро')
  })

  it('that changes nothing is none', () => {
    anna.act([{ kind: 'remove', root: 'fields', key: 'name' }])
    anna.act([type(0, '')])
    expect(anna.pending).toBe(0)
  })

  it('made while the line is down goes out when it is back, in order', () => {
    annaLine.disconnect()
    anna.act([type(0, 'a')])
    anna.act([type(1, 'b')])
    expect(anna.pending).toBe(2)
    annaLine.connect()
    settle()
    expect(anna.pending).toBe(0)
    expect(textOf(boris)).toBe('ab')
  })

  it('whose answer was lost with the line is not made twice', () => {
    anna.act([type(0, 'a')])
    annaLine.deliverUp()
    annaLine.disconnect()
    expect(anna.pending).toBe(1)
    annaLine.connect()
    settle()
    expect(anna.pending).toBe(0)
    expect(textOf(boris)).toBe('a')
  })

  it('that only removes is saved when what it removed is gone for everybody', () => {
    anna.act([type(0, 'утро')])
    settle()
    anna.act([type(0, '', 4)])
    expect(anna.pending).toBe(1)
    settle()
    expect(anna.pending).toBe(0)
    expect(textOf(boris)).toBe('')
  })

  it('beyond the end of a text is at its end', () => {
    anna.act([type(100, 'a', 7)])
    expect(textOf(anna)).toBe('a')
  })
})

describe('a refusal', () => {
  beforeEach(() => {
    boris.act([set('once', 'boris')])
    settle()
  })

  it('costs its author that one action, shown with what was meant', () => {
    anna.act([type(0, 'до ')])
    anna.act([set('once', 'anna')])
    anna.act([type(3, 'после')])
    settle()
    expect(anna.refused).toMatchObject([{ code: 'disposition-locked', intents: [set('once', 'anna')] }])
    expect(anna.pending).toBe(0)
    expect(textOf(boris)).toBe('до после')
    expect(anna.view.getMap('fields').get('once')).toBe('boris')
    anna.dismiss(anna.refused[0]?.id ?? '')
    expect(anna.refused).toEqual([])
  })

  it('takes back all of an action, and nothing else of it is kept', () => {
    anna.act([type(0, 'начало ')])
    settle()
    anna.act([type(7, 'конец'), set('once', 'anna'), type(0, '', 7)])
    settle()
    expect(textOf(anna)).toBe('начало ')
    expect(textOf(boris)).toBe('начало ')
    expect(anna.refused[0]?.intents).toEqual([type(7, 'конец'), set('once', 'anna'), type(0, '', 7)])
  })

  it('of text leaves in its place what was typed into and after it', () => {
    anna.act([type(0, 'ab')])
    settle()
    anna.act([type(1, `${forbidden}${forbidden}`)])
    anna.act([type(2, 'внутри')])
    anna.act([type(9, 'после')])
    settle()
    expect(textOf(anna)).toBe('aвнутрипослеb')
    expect(textOf(boris)).toBe('aвнутрипослеb')
    expect(anna.refused).toHaveLength(1)
  })

  it('keeps the removal of text in which a colleague has typed meanwhile', () => {
    anna.act([type(0, 'раз два три')])
    settle()
    anna.act([set('once', 'anna')])
    anna.act([type(0, 'один', 7)])
    boris.act([type(4, 'и ')])
    settle()
    expect(textOf(anna)).toBe(textOf(boris))
    expect(['одини  три', 'и один три']).toContain(textOf(anna))
  })

  it('keeps several edits of one action in their order', () => {
    anna.act([set('once', 'anna')])
    anna.act([type(0, 'one'), type(3, ' two'), type(0, 'zero '), type(4, '', 1)])
    expect(textOf(anna)).toBe('zeroone two')
    settle()
    expect(textOf(anna)).toBe('zeroone two')
    expect(textOf(boris)).toBe('zeroone two')
  })

  it('after refusal leaves an action as it was meant, however often it is made again', () => {
    anna.act([type(0, 'утро, вечер')])
    settle()
    for (let round = 0; round < 20; round++) anna.act([set('once', 'anna')])
    anna.act([type(0, forbidden, 4)])
    settle()
    expect(anna.refused).toHaveLength(21)
    expect(anna.refused.at(-1)?.intents).toEqual([type(0, forbidden, 4)])
    expect(textOf(anna)).toBe('утро, вечер')
  })

  it('is not sent again to a server that was asked while the line broke', () => {
    anna.act([set('once', 'anna')])
    anna.act([type(0, 'a')])
    annaLine.deliverUp()
    annaLine.disconnect()
    annaLine.connect()
    settle()
    expect(anna.refused).toHaveLength(1)
    expect(textOf(boris)).toBe('a')
  })

  it('of an action that is not known here only makes the view anew', () => {
    annaLine.disconnect()
    anna.act([type(0, 'a')])
    anna.refuse('not-allowed', () => false)
    annaLine.connect()
    settle()
    expect(anna.refused).toEqual([])
    expect(textOf(boris)).toBe('a')
  })

  it('writes on new ground: never again under the Yjs client that was refused', () => {
    const before = anna.view.clientID
    anna.act([set('once', 'anna')])
    settle()
    expect(anna.view.clientID).not.toBe(before)
  })
})

describe('a gap', () => {
  it("is nobody's fault: what follows the lost update is sent again with it", () => {
    anna.act([type(0, 'a')])
    anna.act([type(1, 'b')])
    annaLine.loseUp()
    settle()
    expect(anna.refused).toEqual([])
    expect(anna.pending).toBe(0)
    expect(textOf(boris)).toBe('ab')
  })

  it('that comes back for ever is shown instead of tried for ever', () => {
    anna.act([type(0, 'a')])
    let tries = 0
    while (anna.pending > 0 && tries < 100) {
      anna.refuse('gap', () => true)
      tries++
    }
    expect(tries).toBeLessThan(10)
    expect(anna.refused).toMatchObject([{ code: 'gap' }])
  })
})

describe('who listens', () => {
  it('hears of text as it changes, of a rebase as one difference, and whether it was their own doing', () => {
    const heard: ReplicaEvent[] = []
    boris.act([set('once', 'boris')])
    settle()
    anna.subscribe((event) => event.kind === 'text' && heard.push(event))
    anna.act([type(0, 'ab')])
    boris.act([type(0, 'X')])
    borisLine.deliverUp()
    annaLine.deliverDown()
    const place = textOf(anna).indexOf('X')
    expect(heard).toEqual([
      { kind: 'text', root: 'notes', delta: [{ index: 0, removed: 0, inserted: 'ab' }], local: true },
      { kind: 'text', root: 'notes', delta: [{ index: place, removed: 0, inserted: 'X' }], local: false },
    ])
    settle()
    heard.length = 0
    anna.act([set('once', 'anna'), type(0, '!')])
    settle()
    expect(heard).toEqual([
      { kind: 'text', root: 'notes', delta: [{ index: 0, removed: 0, inserted: '!' }], local: true },
      { kind: 'text', root: 'notes', delta: [{ index: 0, removed: 1, inserted: '' }], local: false },
    ])
  })

  it('hears nothing more after leaving', () => {
    let events = 0
    const leave = anna.subscribe(() => events++)
    leave()
    anna.act([type(0, 'a')])
    expect(events).toBe(0)
  })

  it('finds the document whole after a long day of refusals', () => {
    boris.act([set('once', 'boris')])
    settle()
    for (let round = 0; round < 50; round++) {
      anna.act([type(textOf(anna).length, 'x', 0), type(0, '', round % 2)])
      anna.act([set('once', 'anna')])
      anna.act([type(0, 'y')])
      annaLine.deliverUp()
      annaLine.deliverUp()
    }
    settle()
    expect(anna.refused).toHaveLength(50)
    expect(textOf(anna)).toBe(textOf(boris))
    expect(Y.encodeStateVector(anna.view)).toEqual(Y.encodeStateVector(anna.confirmed))
  })
})
