/** What a person meant by one action, kept beside the update it made so that it can be made again on newer ground. */
import type * as Y from 'yjs'
import type { Json } from '#domain/documents/shape.ts'

export type Intent =
  | { kind: 'set'; root: string; key: string; value: Json }
  | { kind: 'remove'; root: string; key: string }
  /** At `index`, `removed` characters go and `inserted` comes. Characters are UTF-16 code units, as in a textarea. */
  | { kind: 'edit'; root: string; index: number; removed: number; inserted: string }

export type EditIntent = Extract<Intent, { kind: 'edit' }>
export type FieldIntent = Exclude<Intent, EditIntent>

export const readField = (doc: Y.Doc, { root, key }: FieldIntent): Json | undefined =>
  doc.getMap<Json>(root).get(key)

export function writeField(doc: Y.Doc, intent: FieldIntent): void {
  const fields = doc.getMap<Json>(intent.root)
  if (intent.kind === 'set') fields.set(intent.key, intent.value)
  else fields.delete(intent.key)
}
