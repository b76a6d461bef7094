/**
 * Admission: what an update really does is worked out, judged by the policy for this actor, written to the ledger on
 * disk, and only then applied to the live document, which shows it to everybody. There is no other way in, for
 * people or for the server's own services.
 */
import { createHash } from 'node:crypto'
import type * as Y from 'yjs'
import type { Clinic } from '#domain/clinics/clinic.ts'
import type { CallId, ClinicId } from '#domain/ids.ts'
import type { Actor } from '#domain/people/person.ts'
import type { Change } from '#domain/policy/change.ts'
import { judge } from '#domain/policy/judge.ts'
import type { RefusalCode } from '#domain/policy/verdict.ts'
import { diff } from './diff.ts'
import type { Ledger } from './ledger.ts'
import type { OpenDocument } from './open-document.ts'

export interface Refusal {
  /** SHA-256 of the refused update, hex. */
  update: string
  code: RefusalCode
  root?: string
  key?: string
}
export type Admitted =
  | { kind: 'admitted'; changes: readonly Change[] }
  | { kind: 'refused'; refusal: Refusal }
  /** Judged right, but not written: nobody has seen it and it must be sent again. */
  | { kind: 'unwritten'; reason: string }

/** Bytes of one update. A card's largest honest update is a pasted note of some tens of kilobytes. */
const largestUpdate = 256 * 1024

const actorName = (actor: Actor): string => (actor.kind === 'service' ? `service:${actor.id}` : actor.id)

/** What admission asks of the world around a document. */
export interface Around {
  clinicOf: (id: ClinicId) => Clinic | undefined
  /** Whether the call is on the clinic's line now. */
  onLine: (clinic: ClinicId, call: CallId) => boolean
  now: () => number
}

export class Admission {
  private readonly ledger: Ledger
  private readonly around: Around

  constructor(ledger: Ledger, around: Around) {
    this.ledger = ledger
    this.around = around
  }

  /** `origin` becomes the Yjs transaction's origin, by which Hocuspocus knows the connection. */
  admit(document: OpenDocument, update: Uint8Array, actor: Actor, origin: unknown): Promise<Admitted> {
    return document.inTurn(() => this.admitInTurn(document, update, actor, origin))
  }

  /**
   * A change by one of the server's own services, made on a copy of what is there when its turn comes. `change`
   * that changes nothing is admitted without a row.
   */
  transact(document: OpenDocument, actor: Actor, change: (doc: Y.Doc) => void): Promise<Admitted> {
    return document.inTurn(async () => {
      const update = document.updateOf(actorName(actor), change)
      if (!update) return { kind: 'admitted', changes: [] }
      const result = await this.admitInTurn(document, update, actor, { source: 'local' })
      if (result.kind !== 'admitted') document.clearWorkbench()
      return result
    })
  }

  private async admitInTurn(
    document: OpenDocument,
    update: Uint8Array,
    actor: Actor,
    origin: unknown,
  ): Promise<Admitted> {
    const judged = this.judge(document, update, actor)
    if (judged.kind === 'refused') return judged
    if (judged.changes.length === 0 && judged.known) return { kind: 'admitted', changes: [] }
    const row = {
      document: document.documentName,
      sequence: document.sequence + 1,
      previous: document.last,
      actor: actorName(actor),
      client: judged.client,
      at: this.around.now(),
      // A copy of its own: what goes to the writer's thread takes the whole buffer under it along.
      update: new Uint8Array(update),
      changes: JSON.stringify(judged.changes),
    }
    const appended = await this.ledger.append(row)
    if (appended.kind === 'failed') return { kind: 'unwritten', reason: appended.reason }
    if (appended.kind === 'overtaken') {
      document.catchUp()
      return this.admitInTurn(document, update, actor, origin)
    }
    document.advance({ id: appended.id, sequence: row.sequence, actor: row.actor, client: row.client })
    document.apply(update, origin)
    document.keepSnapshot()
    return { kind: 'admitted', changes: judged.changes }
  }

  private judge(document: OpenDocument, update: Uint8Array, actor: Actor) {
    const refused = (code: RefusalCode, change?: Change) => ({
      kind: 'refused' as const,
      refusal: {
        update: createHash('sha256').update(update).digest('hex'),
        code,
        ...(change && { root: change.root, ...(change.type === 'field' && { key: change.key }) }),
      },
    })
    if (update.length > largestUpdate) return refused('too-long')
    const found = diff(document.live, document.shape, update)
    if (found.kind !== 'changes') return refused(found.kind)
    if (found.client !== null && !document.mayWriteAs(found.client, actorName(actor)))
      return refused('malformed')
    const { name, live } = document
    const { clinicOf, onLine } = this.around
    const verdict = judge(name, found.changes, actor, clinicOf, {
      holds: (root, key) => live.getMap(root).has(key),
      onLine: (call) => 'clinic' in name && onLine(name.clinic, call),
    })
    if (!verdict.admitted) return refused(verdict.code, verdict.change)
    return {
      kind: 'judged' as const,
      changes: found.changes,
      client: found.client,
      known: found.client === null,
    }
  }
}
