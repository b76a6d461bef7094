/** Reads queue_log onwards from where it was read to, as observations. */
import type { Observation } from '#domain/telephony/observation.ts'
import { observeJournalLine } from './journal-line.ts'
import { readQueueLog, type Position } from './queue-log.ts'

export interface JournalPart {
  observations: Observation[]
  /** To be kept together with what the observations lead to. */
  position: Position | undefined
}

export interface Journal {
  /** What has been written since the last reading. */
  read(): JournalPart
}

/** Milliseconds. A bridge that starts for the first time takes in no more of the past than this. */
const firstLook = 3_600_000

/** No path: a PBX whose journal is out of reach. */
export function openJournal(
  path: string | undefined,
  systemName: string,
  from: Position | undefined,
  now: number,
): Journal {
  const since = from ? 0 : now - firstLook
  let position = from

  return {
    read() {
      const observations: Observation[] = []
      for (;;) {
        const tail = path === undefined ? undefined : readQueueLog(path, position)
        position = tail?.position ?? position
        if (!tail || tail.lines.length === 0) return { observations, position }
        const seen = tail.lines.flatMap((line) => observeJournalLine(line, systemName) ?? [])
        observations.push(...seen.filter(({ at }) => at >= since))
      }
    },
  }
}
