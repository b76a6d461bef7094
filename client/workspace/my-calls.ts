/** The line's calls from where this person sits: what rings, what can be answered, what is being talked on. */
import { createEffect, createMemo, on, type Accessor } from 'solid-js'
import type { PersonId } from '#domain/ids.ts'
import type { LineEntry, Lines } from '#client/documents/lines.ts'
import type { Telephone } from '#client/telephone/telephone.ts'

export interface MyCalls {
  /** Incoming calls that nobody has answered yet; the one that rings here first, then the longest waiting. */
  unanswered: Accessor<readonly LineEntry[]>
  /** What F2 answers: nothing while this person talks. */
  next: Accessor<LineEntry | undefined>
  talking: Accessor<LineEntry | undefined>
  ringsHere(entry: LineEntry): boolean
}

export function createMyCalls(
  lines: Lines,
  telephone: Telephone,
  me: PersonId,
  mayAnswer: (entry: LineEntry) => boolean,
): MyCalls {
  const ringsHere = ({ call }: LineEntry) => call.state === 'ringing' && call.ringing.includes(me)
  const unanswered = createMemo(() => {
    const incoming = lines
      .calls()
      .filter(
        ({ call }) => call.direction === 'incoming' && (call.state === 'ringing' || call.state === 'waiting'),
      )
    return [...incoming.filter(ringsHere), ...incoming.filter((entry) => !ringsHere(entry))]
  })
  const talking = createMemo(() =>
    lines.calls().find(({ call }) => call.state === 'talking' && call.operator === me),
  )
  // A PBX that dies in mid-call says no goodbye over SIP; the telephone would think it talks, and refuse the next call.
  createEffect(
    on(
      () => talking()?.id,
      (_, before) => before !== undefined && telephone.callOver(before),
    ),
  )
  const next = createMemo(() => {
    if (talking() || telephone.state() === 'none') return undefined
    return unanswered().find(mayAnswer)
  })
  return { unanswered, next, talking, ringsHere }
}
