/** `POST /api/commands`: what a person asks the telephone exchange to do with a call. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { parseCallId, parseClinicId, type CallId, type ClinicId } from '#domain/ids.ts'
import type { Person } from '#domain/people/person.ts'
import { mayAnswer } from '#sync-server/people/rights.ts'
import { readJson } from './body.ts'
import { problem, problems, type ProblemCode } from './problem.ts'
import type { SignedIn } from './signed-in.ts'

export interface Command {
  command: 'answer' | 'hangup'
  clinic: ClinicId
  call: CallId
  person: Person
  /** The internal number on which the person talks. */
  extension: string
}
/** Codes of the bridge that are in `problems` are answered as they are, others as `refused`. */
export type CommandResult = { done: true } | { done: false; code: string }
export type SendCommand = (command: Command) => Promise<CommandResult>

const Given = v.object({ command: v.picklist(['answer', 'hangup']), clinic: v.string(), call: v.string() })

export function commandRoutes({ sendCommand }: { sendCommand: SendCommand }) {
  return new Hono<SignedIn>().post('/', async (c) => {
    const body = await readJson(c, Given)
    if (!body.ok) return problem(c, 'bad-request')
    const clinic = parseClinicId(body.value.clinic)
    const call = parseCallId(body.value.call)
    if (!clinic || !call) return problem(c, 'bad-request')
    const person = c.get('person')
    if (!mayAnswer(person, clinic)) return problem(c, 'no-access')
    if (person.extension === null) return problem(c, 'no-telephone')
    const { command } = body.value
    const result = await sendCommand({ command, clinic, call, person, extension: person.extension })
    return result.done ? c.json(result) : problem(c, isProblem(result.code) ? result.code : 'refused')
  })
}

const isProblem = (code: string): code is ProblemCode => Object.hasOwn(problems, code)
