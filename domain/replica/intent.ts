/** What a person meant by one action, kept beside the update it made so that it can be made again on newer ground. */
import type * as Y from 'yjs'
import type { Json } from '#domain/documents/shape.ts'

export type Intent =
  | { kind: 'set'; root: string; key: string; value: Json }
  | { kind: 'remove'; root: string; key: string }
  /** At `index`, `removed` characters go and `inserted` comes. Characters are UTF-16 code units, as in a textarea. */
  | { kind: 'edit'; root: string; index: number; removed: number; inserted: string }

export type EditIntent = Extract<Intent, { kind: 'edit' }>

export function carryOut(doc: Y.Doc, intent: Intent): void {
  switch (intent.kind) {
    case 'set':
      doc.getMap<Json>(intent.root).set(intent.key, intent.value)
      return
    case 'remove':
      doc.getMap(intent.root).delete(intent.key)
      return
    case 'edit': {
      const text = doc.getText(intent.root)
      if (intent.removed > 0) text.delete(intent.index, intent.removed)
      if (intent.inserted !== '') text.insert(intent.index, intent.inserted)
    }
  }
}
