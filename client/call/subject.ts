/**
 * The call that the panel is about: of the card in front, the one that this person talks on, or talked on last; for
 * those who may change a result that is set, the latest one that has a result.
 */
import { createMemo, type Accessor } from 'solid-js'
import type { CallId } from '#domain/ids.ts'
import { supervises } from '#domain/people/person.ts'
import type { CallRecord } from '#domain/telephony/call.ts'
import type { Card } from '#client/documents/card.ts'
import type { LineEntry } from '#client/documents/lines.ts'
import { thisMinute } from '#client/workspace/clock.ts'
import type { Workspace } from '#client/workspace/workspace.tsx'

export interface Subject {
  card: Card
  call: CallId
  /** While the call is on the line. */
  live: LineEntry | undefined
  /** Once it has been filed. */
  record: CallRecord | undefined
}

/** Milliseconds for which a finished call still asks for its result. */
const patience = 12 * 3_600_000

export function createSubject({ activeCard, lines, person }: Workspace): Accessor<Subject | undefined> {
  return createMemo(
    () => {
      const card = activeCard()
      if (!card) return undefined
      const live = lines
        .calls()
        .find(
          ({ patient, clinic, call }) =>
            patient === card.patient &&
            clinic.id === card.clinic.id &&
            call.operator === person.id &&
            call.answeredAt,
        )
      if (live) return { card, call: live.id, live, record: undefined }
      const own = card.data.calls.find(
        ({ operator, outcome, endedAt }) =>
          operator === person.id && outcome === 'answered' && thisMinute() - endedAt < patience,
      )
      const changeable = () =>
        supervises(person) ? card.data.calls.find(({ id }) => card.data.results[id] !== undefined) : undefined
      const record = own ?? changeable()
      return record && { card, call: record.id, live: undefined, record }
    },
    undefined,
    {
      equals: (a, b) =>
        a?.call === b?.call && a?.card === b?.card && a?.live === b?.live && a?.record === b?.record,
    },
  )
}
