/**
 * Laws of what is kept on the device: whatever is there comes back, nothing is sent that is not there, and the windows of
 * one person are one replica.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Intent } from './intent.ts'
import { Replica } from './replica.ts'
import { SimulatedDevice, type SimulatedWindow } from './testing/simulated-device.ts'
import { shape, SimulatedServer, type Line } from './testing/simulated-server.ts'

/** Two windows of one person, and one of a colleague's. */
const desksAre = ['anna', 'anna', 'boris'] as const
const who = fc.nat(desksAre.length - 1)
const act = fc.record({
  kind: fc.constant('act' as const),
  who,
  at: fc.nat(20),
  removed: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) }),
  field: fc.option(fc.constantFrom('name', 'source', 'once')),
})
const event = fc.record({
  kind: fc.constantFrom('up', 'down', 'store', 'hear', 'connect'),
  who,
})
const trouble = fc.record({ kind: fc.constantFrom('lose', 'disconnect', 'crash', 'take-up'), who })
const step = fc.oneof(
  { weight: 6, arbitrary: act },
  { weight: 16, arbitrary: event },
  { weight: 2, arbitrary: trouble },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

interface Action {
  values: string[]
  /** It may be gone from the text for that. */
  removes: string
}

class Desk {
  readonly device: SimulatedDevice
  window: SimulatedWindow
  replica: Replica
  line: Line
  /** Those that a crash may not take. */
  kept: Action[] = []
  /** Those that a crash took before they were on the device. */
  lost: Action[] = []
  private unkept: Action[] = []
  private readonly server: SimulatedServer

  constructor(server: SimulatedServer, device: SimulatedDevice) {
    this.server = server
    this.device = device
    this.window = device.open()
    this.replica = replicaIn(this.window)
    this.line = server.join(this.replica)
  }

  act(action: Action, intents: readonly Intent[]): void {
    this.unkept.push(action)
    this.replica.act(intents)
  }

  /** Until all that has been done so far is on the device. */
  store(): void {
    while (this.window.store()) continue
    this.kept.push(...this.unkept)
    this.unkept = []
  }

  takeUp(): void {
    const wasConnected = this.line.connected
    this.line.disconnect()
    this.window.takeUp()
    if (wasConnected) this.line.connect()
  }

  crash(): void {
    this.line.disconnect()
    this.window.crash()
    this.lost.push(...this.unkept)
    this.unkept = []
    this.window = this.device.open()
    this.replica = replicaIn(this.window)
    this.window.takeUp()
    this.server.lines.splice(this.server.lines.indexOf(this.line), 1)
    this.line = this.server.join(this.replica)
  }
}

function replicaIn(window: SimulatedWindow): Replica {
  const replica = new Replica(shape, { keeper: window, window: window.name })
  window.replica = replica
  return replica
}

async function play(steps: readonly Step[]): Promise<{ server: SimulatedServer; desks: Desk[] }> {
  const server = new SimulatedServer()
  const devices = { anna: new SimulatedDevice(), boris: new SimulatedDevice() }
  const desks = desksAre.map((person) => new Desk(server, devices[person]))
  let next = 0
  const value = () => String.fromCharCode(0x4000 + next++)
  for (const each of steps) {
    const desk = desks[each.who]
    if (!desk) continue
    if ('at' in each) {
      const text = desk.replica.view.getText('notes').toString()
      const index = Math.min(each.at, text.length)
      const removed = Math.min(each.removed, text.length - index)
      const inserted = value()
      const edit: Intent = { kind: 'edit', root: 'notes', index, removed, inserted }
      desk.act({ values: [inserted], removes: text.slice(index, index + removed) }, [edit])
      if (each.field !== null) {
        const written = value()
        desk.act({ values: [written], removes: '' }, [
          { kind: 'set', root: 'fields', key: each.field, value: written },
        ])
      }
    } else if (each.kind === 'up') desk.line.deliverUp()
    else if (each.kind === 'down') desk.line.deliverDown()
    else if (each.kind === 'store') desk.store()
    else if (each.kind === 'hear') desk.window.hear()
    else if (each.kind === 'take-up') desk.takeUp()
    else if (each.kind === 'connect') desk.line.connect()
    else if (each.kind === 'lose') desk.line.loseUp()
    else if (each.kind === 'disconnect') desk.line.disconnect()
    else desk.crash()
    await Promise.resolve()
  }
  for (let quiet = false, rounds = 0; !quiet; rounds++) {
    if (rounds > 30) throw new Error('it never comes to rest')
    for (const desk of desks) desk.store()
    await new Promise(setImmediate)
    for (const { window } of desks) while (window.hear()) continue
    for (const desk of desks) desk.takeUp()
    server.settle()
    quiet = desks.every(({ window, replica }) => !window.store() && !window.hear() && replica.pending === 0)
  }
  return { server, desks }
}

it('what is on the device is admitted once, or is refused to its author’s face; the rest was never sent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      const { server, desks } = await play(steps)
      const times = (value: string) => server.admitted.filter((admitted) => admitted === value).length
      for (const { kept, lost, replica } of desks) {
        const refused = JSON.stringify(replica.refused)
        for (const value of kept.flatMap(({ values }) => values)) {
          expect(times(value) + (refused.includes(value) ? 1 : 0)).toBe(1)
        }
        for (const value of lost.flatMap(({ values }) => values)) expect(times(value)).toBe(0)
      }
    }),
    { numRuns: 300 },
  )
})

it('every window shows what the server has once the line is quiet, and so does one that opens from the device alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      const { server, desks } = await play(steps)
      const right = {
        text: server.doc.getText('notes').toString(),
        fields: server.doc.getMap('fields').toJSON(),
      }
      for (const { device, replica } of desks) {
        const reopened = replicaIn(device.open())
        reopened.adopt(device.keptFor(device.open()))
        for (const { view } of [replica, reopened]) {
          expect({ text: view.getText('notes').toString(), fields: view.getMap('fields').toJSON() }).toEqual(
            right,
          )
        }
        expect(device.rows.size).toBe(0)
      }
    }),
    { numRuns: 200 },
  )
})
