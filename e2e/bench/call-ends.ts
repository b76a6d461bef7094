/** What was played on the line against what is on the cards and in the database, call by call. */
import type { CallId } from '#domain/ids.ts'
import type { CallRecord } from '#domain/telephony/call.ts'

/** How a call must be told of, wherever it is. */
export type CallEnd = Pick<CallRecord, 'did' | 'number' | 'outcome' | 'operator' | 'hungUpBy'>

/** One call in one place: a row of the database, or an entry of a card. */
export interface FiledCall {
  /** Name of the card. */
  document: string
  record: CallRecord
}

export interface Comparison {
  /** Not in every place. */
  lost: CallId[]
  /** On two cards, or twice in one place. */
  doubled: CallId[]
  /** With another end than it had, or not the same in all places. */
  wrong: CallId[]
  /** Filed, though nobody made it. */
  neverMade: CallId[]
}

/** `places`: all that is filed, once for each place where every call must be. */
export function compareEnds(
  played: ReadonlyMap<CallId, CallEnd>,
  places: readonly (readonly FiledCall[])[],
): Comparison {
  const byCall = places.map((filed) => Map.groupBy(filed, ({ record }) => record.id))
  const found = (call: CallId): FiledCall[][] => byCall.map((place) => place.get(call) ?? [])
  const calls = [...played.keys()]
  return {
    lost: calls.filter((call) => found(call).some((here) => here.length === 0)),
    doubled: calls.filter(
      (call) =>
        found(call).some((here) => here.length > 1) ||
        new Set(found(call).flatMap((here) => here.map(({ document }) => document))).size > 1,
    ),
    wrong: [...played].flatMap(([call, end]) => {
      const records = found(call).flatMap((here) => here.map(({ record }) => record))
      const [first] = records
      const right = records.every((record) => hasEnd(record, end) && isSame(record, first))
      return right ? [] : [call]
    }),
    neverMade: [...new Set(byCall.flatMap((place) => [...place.keys()]))].filter((call) => !played.has(call)),
  }
}

const hasEnd = (record: CallRecord, end: CallEnd): boolean =>
  record.did === end.did &&
  record.number === end.number &&
  record.outcome === end.outcome &&
  record.operator === end.operator &&
  record.hungUpBy === end.hungUpBy

/** Whatever the order of its fields. The recording may arrive between two looks. */
function isSame(one: CallRecord, other: CallRecord | undefined): boolean {
  const text = (record: CallRecord | undefined): string =>
    JSON.stringify(Object.entries({ ...record, recording: null }).sort(([a], [b]) => (a < b ? -1 : 1)))
  return text(one) === text(other)
}
