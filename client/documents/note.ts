/** A text that goes to the end of a card's notes, on a line of its own. */
import type * as Y from 'yjs'
import { notesOf } from '#domain/documents/card.ts'
import type { Intent } from '#domain/replica/intent.ts'

export function noteAtEnd(card: Y.Doc, text: string): Intent {
  const notes = notesOf(card).toString()
  const inserted = notes === '' || notes.endsWith('\n') ? text : `\n${text}`
  return { kind: 'edit', root: 'notes', index: notes.length, removed: 0, inserted }
}
