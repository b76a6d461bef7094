/**
 * A telephone exchange to practise on: speaks AMI, keeps a queue_log and leaves recordings like the real one, and its
 * calls are sessions recorded from the real one, with fresh ids, times and numbers. Nobody is on the phone.
 */
import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { known, type ClinicId, type PersonId } from '#domain/ids.ts'
import type { PhoneNumber } from '#domain/phone.ts'
import {
  callIdOf,
  carrierEndpoint,
  channelIdOf,
  contexts,
  recordingName,
} from '#domain/telephony/pbx-names.ts'
import { serveAmi, type Answer } from './ami-server.ts'
import type { Operator } from './casting.ts'
import { followChannels } from './live-channels.ts'
import { readScenes } from './scenes.ts'
import { beeps } from './tone.ts'
import { TrainingCall, type Stage } from './training-call.ts'

export interface TrainingPerson {
  id: PersonId
  extension: string
  /** The clinics whose incoming calls ring at this person's. */
  clinics: readonly ClinicId[]
}

export interface TrainingLineOptions {
  host: string
  /** 0 lets the system choose. */
  port: number
  secrets: { systemName: string; amiListener: string; amiSender: string }
  recordingDirectory: string
  queueLogPath: string
  people(): readonly TrainingPerson[]
  /** Somebody hears the line now. */
  onListener?(): void
}

export interface CallOptions {
  clinic: ClinicId
  did: PhoneNumber
  /** `null`: withheld. */
  number: PhoneNumber | null
}

export interface TrainingLine {
  port: number
  recordingDirectory: string
  queueLogPath: string
  call(options: CallOptions): TrainingCall
  /** Calls that are not over. */
  calls(): readonly TrainingCall[]
  listeners(): number
  stop(): Promise<void>
}

/** The longest recording that is made, seconds. */
const longestRecording = 600

export async function startTrainingLine(options: TrainingLineOptions): Promise<TrainingLine> {
  const { recordingDirectory, queueLogPath } = options
  const { systemName } = options.secrets
  mkdirSync(recordingDirectory, { recursive: true })
  mkdirSync(dirname(queueLogPath), { recursive: true })
  const calls = new Set<TrainingCall>()
  const channels = followChannels()
  // Two lines that begin in the same second do not make the same ids.
  let sequence = Date.now() % 100_000

  const stage: Stage = {
    systemName,
    scenes: readScenes(),
    nextId: () => channelIdOf(`${Math.floor(Date.now() / 1000)}.${sequence++}`, systemName),
    nextChannel: (endpoint) => `PJSIP/${endpoint}-${(sequence++).toString(16).padStart(8, '0')}`,
    send(events) {
      for (const event of events) channels.follow(event, Date.now())
      ami.send(events)
    },
    writeJournal(lines) {
      if (lines.length > 0) appendFileSync(queueLogPath, `${lines.join('\n')}\n`)
    },
    record(id, seconds) {
      const call = known((text) => callIdOf(text, systemName), id)
      const sound = beeps(Math.min(seconds, longestRecording))
      writeFileSync(join(recordingDirectory, recordingName(call)), sound)
    },
  }

  function freeOperators(clinic: ClinicId): Operator[] {
    const talking = new Set([...calls].map((call) => call.operator?.person))
    return options
      .people()
      .filter((person) => person.clinics.includes(clinic) && !talking.has(person.id))
      .map(({ id, extension }) => ({ person: id, extension }))
  }
  function operatorAt(extension: string): Operator | undefined {
    const person = options.people().find((one) => one.extension === extension)
    return person && { person: person.id, extension }
  }
  const callWith = (channel: string): TrainingCall | undefined => [...calls].find((call) => call.has(channel))

  const ami = await serveAmi({
    host: options.host,
    port: options.port,
    secrets: options.secrets,
    channels: () => channels.list(Date.now()),
    redirect(channel, context, exten): Answer {
      const operator = operatorAt(exten)
      if (context !== contexts.pickup || !operator) return { done: false, message: 'No such extension' }
      const taken = callWith(channel)?.pickUp(operator) ?? false
      return taken
        ? { done: true, message: 'Redirect successful' }
        : { done: false, message: 'No such channel' }
    },
    hangUp(channel): Answer {
      const call = callWith(channel)
      if (!call) return { done: false, message: 'No such channel' }
      if (call.isWaiting) call.giveUp()
      else call.hangUp(channel === call.caller.channel ? 'patient' : 'operator')
      return { done: true, message: 'Channel Hungup' }
    },
    onListener: () => options.onListener?.(),
  })

  return {
    port: ami.port,
    recordingDirectory,
    queueLogPath,
    call({ clinic, did, number }) {
      const caller = {
        id: stage.nextId(),
        channel: stage.nextChannel(carrierEndpoint),
        number: number?.slice(1) ?? '',
        did,
        clinic,
        bridge: randomUUID(),
      }
      const call = new TrainingCall(stage, caller, freeOperators(clinic))
      calls.add(call)
      void call.over.then(() => calls.delete(call))
      return call
    },
    calls: () => [...calls],
    listeners: ami.listeners,
    stop: ami.stop,
  }
}
