/** Who changed what, from what to what, and when: the ledger, read for people. */
import { parsePersonId } from '#domain/ids.ts'
import type { Change } from '#domain/policy/change.ts'
import type { RecordedChange } from '#sync-server/api/changes.ts'
import type { Directory } from '#sync-server/people/directory.ts'
import type { Ledger } from './ledger.ts'

/** Rows that one look at a card's history reads. */
const most = 500

export function auditReader(ledger: Ledger, directory: Pick<Directory, 'person'>) {
  const nameOf = (actor: string) => {
    const id = parsePersonId(actor)
    return (id && directory.person(id)?.name) ?? ''
  }
  return (document: string): Promise<RecordedChange[]> =>
    Promise.resolve(
      ledger.history(document, most).map(({ sequence, at, actor, changes }) => ({
        sequence,
        at,
        by: { id: actor, name: nameOf(actor) },
        changes: JSON.parse(changes) as Change[],
      })),
    )
}
