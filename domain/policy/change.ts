/** What admission works out of an update, one for each thing it does; policy judges these and the ledger keeps them. */
import type { Json } from '#domain/documents/shape.ts'

/** A field of a map. `undefined` stands for absent: `before` when it is new, `after` when it is removed. */
export interface FieldChange {
  type: 'field'
  root: string
  key: string
  before: Json | undefined
  after: Json | undefined
  /**
   * True when a concurrent write wins over this one, so that the field does not change. It is judged all the same:
   * nobody may even race for what they may not write.
   */
  lost?: true
}

/** An edit of a shared text. */
export interface TextChange {
  type: 'text'
  root: string
  inserted: string
  /** Characters (UTF-16 code units) removed. */
  deleted: number
}

export type Change = FieldChange | TextChange
