/** Somebody else has set the result that was being typed here: who it was, and what was typed, to be used elsewhere. */
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { CopyButton } from '#client/design/copy-button.tsx'
import type { Card } from '#client/documents/card.ts'
import { noteAtEnd } from '#client/documents/note.ts'
import { words } from '#client/words/words.ts'
import styles from './interrupted.module.css'
import type { ResultDraft } from './result-draft.ts'

export function Interrupted(props: { card: Card; draft: ResultDraft; by: string }) {
  function addToNotes(): void {
    props.card.act([noteAtEnd(props.card.shared.replica.view, props.draft.written())])
    props.draft.clear()
  }
  return (
    <div class={styles.interrupted} role="alert">
      <TriangleAlert size={17} />
      <div>
        <b>{words().results.setBy(props.by)}</b>
        <p>{words().results.notSaved}</p>
        <q>{props.draft.written()}</q>
        <p class={styles.actions}>
          <button type="button" class="button" onClick={addToNotes}>
            {words().results.toNotes}
          </button>
          <CopyButton text={props.draft.written()} />
          <button type="button" class="button" data-look="quiet" onClick={() => props.draft.clear()}>
            {words().results.discard}
          </button>
        </p>
      </div>
    </div>
  )
}
