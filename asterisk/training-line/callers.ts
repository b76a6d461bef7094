/** The patients of the training line: who calls when, how patient they are, and how long they talk. */
import type { ClinicId } from '#domain/ids.ts'
import { isPhone, type PhoneNumber } from '#domain/phone.ts'
import type { TrainingCall } from './training-call.ts'
import type { TrainingLine } from './training-line.ts'

/** From and to, in milliseconds; evenly spread between. */
export type Span = readonly [from: number, to: number]

export interface Pace {
  /** After the line is first heard. */
  first: number
  between: Span
  /** How long a caller waits before giving up. */
  patience: Span
  talk: Span
  /** Nobody calls while so many wait: nobody seems to be at the telephones. */
  mostWaiting: number
}

/** A call every 25 seconds or so. */
export const believable: Pace = {
  first: 2_500,
  between: [15_000, 35_000],
  patience: [25_000, 55_000],
  talk: [90_000, 240_000],
  mostWaiting: 2,
}

/** Whom the callers can be and call. */
export interface Surroundings {
  clinics: readonly { id: ClinicId; dids: readonly { number: PhoneNumber }[]; queueTimeout: number }[]
  /** Numbers of patients who have cards. */
  demoNumbers: readonly PhoneNumber[]
}

export interface Callers {
  /** Somebody hears the line: from now on calls come. */
  heard(): void
  stop(): void
}

export function inviteCallers(
  line: TrainingLine,
  surroundings: () => Surroundings,
  pace: Pace,
  random: () => number = Math.random,
): Callers {
  const timers = new Set<NodeJS.Timeout>()
  let begun = false

  const within = ([from, to]: Span): number => from + (to - from) * random()
  function later(milliseconds: number, act: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      act()
    }, milliseconds)
    timers.add(timer)
  }

  function next(): void {
    const waiting = line.calls().filter((call) => call.isWaiting).length
    if (waiting < pace.mostWaiting && line.listeners() > 0) someoneCalls()
    later(within(pace.between), next)
  }

  function someoneCalls(): void {
    const { clinics, demoNumbers } = surroundings()
    const clinic = pick(clinics, random)
    const did = clinic && pick(clinic.dids, random)
    if (!clinic || !did) return
    const call = line.call({ clinic: clinic.id, did: did.number, number: someNumber(demoNumbers, random) })
    const patience = within(pace.patience)
    const timeout = clinic.queueTimeout * 1000
    later(Math.min(patience, timeout), () => (patience < timeout ? call.giveUp() : call.timeOut()))
    watchTalk(call)
  }

  /** The patient ends the talk when the operator does not. */
  function watchTalk(call: TrainingCall): void {
    const talk = within(pace.talk)
    call.onAnswered(() => later(talk, () => call.hangUp('patient')))
  }

  return {
    heard() {
      if (begun) return
      begun = true
      later(pace.first, next)
    },
    stop() {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}

function pick<Thing>(things: readonly Thing[], random: () => number): Thing | undefined {
  return things[Math.floor(random() * things.length)]
}

/** Two of three are known; one in twenty hides the number; the rest are new, with mobiles from all over Russia. */
function someNumber(knownNumbers: readonly PhoneNumber[], random: () => number): PhoneNumber | null {
  const die = random()
  if (die < 0.05) return null
  if (die < 0.7 && knownNumbers.length > 0) return pick(knownNumbers, random) ?? null
  const number = `+79${String(Math.floor(random() * 1e9)).padStart(9, '0')}`
  return isPhone(number) ? number : null
}
