/**
 * Ties a replica to its Hocuspocus provider. The provider syncs `confirmed` and nothing else; the outbox goes out as
 * raw update frames once `confirmed` is up to date, and a refusal comes back as a stateless message.
 *
 * The provider is passed in and named by its shape, so that the domain stays free of sockets.
 */
import { toHexString } from 'lib0/buffer'
import { digest } from 'lib0/hash/sha256'
import * as v from 'valibot'
import type * as Y from 'yjs'
import { refusals, type RefusalCode } from '#domain/policy/verdict.ts'
import type { Replica } from './replica.ts'

/** The part of `HocuspocusProvider` that is used here. */
export interface SyncProvider {
  readonly document: Y.Doc
  readonly awareness: {
    getLocalState(): { [key: string]: unknown } | null
    setLocalState(state: { [key: string]: unknown } | null): void
  } | null
  readonly synced: boolean
  // eslint-disable-next-line typescript/no-unsafe-function-type -- the provider's own signature
  on(event: string, listener: Function): unknown
  // eslint-disable-next-line typescript/no-unsafe-function-type -- the provider's own signature
  off(event: string, listener?: Function): unknown
  sendStateless(payload: string): void
  /** Sends an update as a frame of its own, whatever document it comes from. */
  documentUpdateHandler(update: Uint8Array, origin: unknown): void
}

const Refused = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ type: v.literal('refused'), update: v.string(), code: v.string() }),
)

const codes = new Set<string>(Object.keys(refusals))
const isCode = (code: string): code is RefusalCode => codes.has(code)

function parseRefused(payload: string): { update: string; code: RefusalCode } | undefined {
  const parsed = v.safeParse(Refused, payload)
  if (!parsed.success) return undefined
  const { update, code } = parsed.output
  return { update, code: isCode(code) ? code : 'not-allowed' }
}

/** Returns the way to let go. `provider.document` must be `replica.confirmed`. */
export function attach(replica: Replica, provider: SyncProvider): () => void {
  const channel = {
    sendUpdate: (update: Uint8Array) => provider.documentUpdateHandler(update, 'outbox'),
    sendRebased: () => provider.sendStateless(JSON.stringify({ type: 'rebased' })),
  }
  const onSynced = ({ state }: { state: boolean }) => {
    if (!state) return
    // The server forgot this state when the line broke; the same state under a newer clock brings it back.
    provider.awareness?.setLocalState(provider.awareness.getLocalState())
    replica.connect(channel)
  }
  const onClose = () => replica.disconnect()
  const onStateless = ({ payload }: { payload: string }) => {
    const refused = parseRefused(payload)
    if (!refused) return
    replica.refuse(refused.code, (update) => toHexString(digest(update)) === refused.update)
  }
  provider.on('synced', onSynced)
  provider.on('close', onClose)
  provider.on('stateless', onStateless)
  if (provider.synced) onSynced({ state: true })
  return () => {
    provider.off('synced', onSynced)
    provider.off('close', onClose)
    provider.off('stateless', onStateless)
    replica.disconnect()
  }
}
