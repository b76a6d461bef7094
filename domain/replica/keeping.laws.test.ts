/** Laws of what is kept on the device: whatever is there comes back, and nothing is sent that is not there. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Intent } from './intent.ts'
import { Replica } from './replica.ts'
import { SimulatedDevice } from './testing/simulated-device.ts'
import { shape, SimulatedServer, type Line } from './testing/simulated-server.ts'

const people = 2
const who = fc.nat(people - 1)
const act = fc.record({
  kind: fc.constant('act' as const),
  who,
  at: fc.nat(20),
  removed: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) }),
  field: fc.option(fc.constantFrom('name', 'source', 'once')),
})
const event = fc.record({
  kind: fc.constantFrom('up', 'down', 'store', 'connect'),
  who,
})
const trouble = fc.record({ kind: fc.constantFrom('lose', 'disconnect', 'crash'), who })
const step = fc.oneof(
  { weight: 6, arbitrary: act },
  { weight: 14, arbitrary: event },
  { weight: 2, arbitrary: trouble },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

interface Action {
  values: string[]
  /** It may be gone from the text for that. */
  removes: string
}

class Desk {
  readonly device = new SimulatedDevice()
  replica: Replica
  line: Line
  /** Those that a crash may not take. */
  kept: Action[] = []
  /** Those that a crash took before they were on the device. */
  lost: Action[] = []
  private unkept: Action[] = []
  private windows = 0
  private readonly server: SimulatedServer

  constructor(server: SimulatedServer) {
    this.server = server
    this.replica = new Replica(shape, { keeper: this.device, window: 'w0' })
    this.line = server.join(this.replica)
  }

  act(action: Action, intents: readonly Intent[]): void {
    this.unkept.push(action)
    this.replica.act(intents)
  }

  /** Until all that has been done so far is on the device. */
  store(): void {
    while (this.device.store()) continue
    this.kept.push(...this.unkept)
    this.unkept = []
  }

  crash(): void {
    this.line.disconnect()
    this.device.crash()
    this.lost.push(...this.unkept)
    this.unkept = []
    this.replica = new Replica(shape, { keeper: this.device, window: `w${++this.windows}` })
    this.replica.adopt(this.device.kept())
    this.server.lines.splice(this.server.lines.indexOf(this.line), 1)
    this.line = this.server.join(this.replica)
  }
}

async function play(steps: readonly Step[]): Promise<{ server: SimulatedServer; desks: Desk[] }> {
  const server = new SimulatedServer()
  const desks = Array.from({ length: people }, () => new Desk(server))
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
    else if (each.kind === 'connect') desk.line.connect()
    else if (each.kind === 'lose') desk.line.loseUp()
    else if (each.kind === 'disconnect') desk.line.disconnect()
    else desk.crash()
    await Promise.resolve()
  }
  for (let quiet = false; !quiet;) {
    for (const desk of desks) desk.store()
    await new Promise(setImmediate)
    server.settle()
    quiet = desks.every(({ device, replica }) => !device.store() && replica.pending === 0)
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
        const reopened = new Replica(shape)
        reopened.adopt(device.kept())
        for (const { view } of [replica, reopened]) {
          expect({ text: view.getText('notes').toString(), fields: view.getMap('fields').toJSON() }).toEqual(
            right,
          )
        }
        expect(device.kept().rows).toEqual([])
      }
    }),
    { numRuns: 200 },
  )
})
