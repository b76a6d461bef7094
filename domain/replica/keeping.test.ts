import { beforeEach, describe, expect, it } from 'vitest'
import type { Intent } from './intent.ts'
import { Replica } from './replica.ts'
import { SimulatedDevice, type SimulatedWindow } from './testing/simulated-device.ts'
import { set } from './testing/intents.ts'
import { shape, SimulatedServer, type Line } from './testing/simulated-server.ts'

/** The server refuses whatever has it. */
const forbidden = '耀'

let server: SimulatedServer
let device: SimulatedDevice
let window: SimulatedWindow
let replica: Replica
let line: Line
beforeEach(() => {
  server = new SimulatedServer()
  device = new SimulatedDevice()
  window = device.open()
  replica = new Replica(shape, { keeper: window, window: window.name })
  window.replica = replica
  line = server.join(replica)
})
async function store(): Promise<void> {
  while (window.store()) continue
  await new Promise(setImmediate)
}
const nameAtServer = () => server.doc.getMap('fields').get('name')

describe('an action', () => {
  it('is sent once it is on the device, and not before', async () => {
    line.connect()
    replica.act([set('name', 'Анна')])
    expect(line.deliverUp()).toBe(false)
    await store()
    expect(line.deliverUp()).toBe(true)
    expect(nameAtServer()).toBe('Анна')
  })

  it('that a full device does not take goes out all the same, and until then the window says what it risks', async () => {
    line.connect()
    replica.act([set('name', 'Анна')])
    expect(replica.unkept).toBe(false)
    window.fail()
    await new Promise(setImmediate)
    expect(replica.unkept).toBe(true)
    line.deliverUp()
    line.deliverDown()
    expect(nameAtServer()).toBe('Анна')
    expect(replica.unkept).toBe(false)
    await store()
    replica.act([set('name', 'Ольга')])
    await store()
    expect(replica.unkept).toBe(false)
  })
})

describe('a field that a colleague has changed while the line was down', () => {
  const colleague = async (key: string, value: string) => {
    const other = new Replica(shape)
    const theirs = server.join(other)
    theirs.connect()
    other.act([set(key, value)])
    theirs.deliverUp()
    await store()
  }

  it('keeps what the colleague wrote, and its author is shown both', async () => {
    line.connect()
    line.disconnect()
    replica.act([set('name', 'Анна')])
    replica.act([{ kind: 'edit', root: 'notes', index: 0, removed: 0, inserted: 'утро' }])
    await colleague('name', 'Ольга')
    server.settle()
    await store()
    server.settle()
    expect(nameAtServer()).toBe('Ольга')
    expect(server.doc.getText('notes').toString()).toBe('утро')
    expect(replica.refused).toMatchObject([{ code: 'overtaken', intents: [{ value: 'Анна' }] }])
    expect(replica.pending).toBe(0)
  })

  it('is the server’s to refuse when the author may not write it', async () => {
    const bound = new Replica(shape, { mayWrite: () => false })
    const boundLine = server.join(bound)
    boundLine.connect()
    boundLine.disconnect()
    bound.act([set('name', forbidden)])
    await colleague('name', 'Ольга')
    server.settle()
    expect(bound.refused).toMatchObject([{ code: 'not-allowed' }])
  })

  it('is not theirs to overtake when they meant the same', async () => {
    replica.act([set('name', 'Анна')])
    await colleague('name', 'Анна')
    server.settle()
    await store()
    server.settle()
    expect(replica.refused).toEqual([])
    expect(replica.pending).toBe(0)
  })
})

describe('two windows of one person', () => {
  const type = (index: number, inserted: string): Intent => ({
    kind: 'edit',
    root: 'notes',
    index,
    removed: 0,
    inserted,
  })
  let second: SimulatedWindow
  let beside: Replica
  let besideLine: Line
  beforeEach(async () => {
    second = device.open()
    beside = new Replica(shape, { keeper: second, window: second.name })
    second.replica = beside
    besideLine = server.join(beside)
    replica.act([type(0, 'один ')])
    await store()
    second.hear()
    beside.act([type(5, 'два')])
    while (second.store()) continue
    await new Promise(setImmediate)
  })
  const textOf = ({ view }: Replica) => view.getText('notes').toString()

  it('show and count what waits in either', () => {
    window.hear()
    for (const each of [replica, beside]) {
      expect(textOf(each)).toBe('один два')
      expect(each.pending).toBe(2)
    }
  })

  it('send what builds on the other’s only after it', () => {
    besideLine.connect()
    expect(besideLine.deliverUp()).toBe(false)
    line.connect()
    line.deliverUp()
    besideLine.deliverDown()
    expect(besideLine.deliverUp()).toBe(true)
    expect(server.doc.getText('notes').toString()).toBe('один два')
  })

  it('are one: the one that stays sends what the other has left', async () => {
    window.crash()
    second.takeUp()
    besideLine.connect()
    while (besideLine.deliverUp()) continue
    while (besideLine.deliverDown()) continue
    expect(server.doc.getText('notes').toString()).toBe('один два')
    expect(beside.pending).toBe(0)
    while (second.store()) await new Promise(setImmediate)
    expect(device.rows.size).toBe(0)
  })
})
