/** A session recorded from a real Asterisk (`asterisk/sessions`), as the bridge would have observed it. */
import { readdirSync, readFileSync } from 'node:fs'
import { known, parseClinicId, parsePersonId, type CallId } from '#domain/ids.ts'
import { parsePhone } from '#domain/phone.ts'
import { directoryOf } from '#domain/telephony/directory.ts'
import type { Observation } from '#domain/telephony/observation.ts'
import { observe } from '../ami/observe.ts'
import { createPacketReader } from '../ami/packets.ts'
import { judgePackets } from '../ami/trust.ts'
import { observeJournalLine } from '../journal-line.ts'

const folder = new URL('../../asterisk/sessions/', import.meta.url)
const systemName = 'training-line'

/** Who and what the sessions were recorded with. */
export const directory = directoryOf(
  [
    {
      id: known(parseClinicId, 'alpha'),
      dids: [{ number: known(parsePhone, '+74951200001') }, { number: known(parsePhone, '+74951200002') }],
    },
    { id: known(parseClinicId, 'beta'), dids: [{ number: known(parsePhone, '+78432100001') }] },
  ],
  [
    { id: known(parsePersonId, 'elena'), extension: '101' },
    { id: known(parsePersonId, 'oleg'), extension: '102' },
    { id: known(parsePersonId, 'maria'), extension: '103' },
  ],
)

export interface Session {
  /** From the live events, in the order in which they came. */
  events: Observation[]
  journal: Observation[]
}

export function sessionNames(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ami'))
    .map((name) => name.slice(0, -'.ami'.length))
}

export function readSession(name: string): Session {
  const recorded = readFileSync(new URL(`${name}.ami`, folder), 'latin1')
  const pieces = recorded.split(/^=== \d+ ms\n/m)
  const reader = createPacketReader()
  const packets = ['Asterisk Call Manager/11.0.0\r\n', ...pieces].flatMap((piece) =>
    judgePackets(reader.read(Buffer.from(piece, 'latin1')), { systemName, isPending: () => false }),
  )
  const journal = readFileSync(new URL(`${name}.queue_log`, folder), 'utf8')
    .trim()
    .split('\n')
  return {
    events: packets.flatMap((packet) => (packet.kind === 'event' ? (observe(packet) ?? []) : [])),
    journal: journal.flatMap((line) => observeJournalLine(line, systemName) ?? []),
  }
}

/** The ids of the session's calls, in the order in which they came. */
export function callsOf({ journal }: Session): CallId[] {
  return [...new Set(journal.map(({ call }) => call))]
}
