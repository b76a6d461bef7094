/** The shared notes: a plain textarea bound to the shared text, with everybody else's carets drawn over it. */
import { createMemo, createSignal, createUniqueId, For, onCleanup, onMount, Show } from 'solid-js'
import * as Y from 'yjs'
import { notesOf } from '#domain/documents/card.ts'
import { personColour } from '#client/design/person-colour.ts'
import { givenName } from '#client/words/names.ts'
import { words } from '#client/words/words.ts'
import { createField, useCard } from './card-context.tsx'
import styles from './notes.module.css'
import { bindText } from './text-binding.ts'

export function Notes() {
  const card = useCard()
  const id = createUniqueId()
  const { replica } = card.shared
  const [text, setText] = createSignal(notesOf(replica.view).toString())
  const field = createField(
    card,
    'notes',
    () => '',
    () => undefined,
  )
  const [scrolled, setScrolled] = createSignal(0)
  let area!: HTMLTextAreaElement

  onMount(() => {
    const unbind = bindText(area, replica, 'notes', setText)
    document.addEventListener('selectionchange', showCaret)
    onCleanup(() => {
      unbind()
      document.removeEventListener('selectionchange', showCaret)
    })
  })
  function showCaret(): void {
    if (document.activeElement !== area) return
    const caret = Y.createRelativePositionFromTypeIndex(notesOf(replica.view), area.selectionEnd)
    card.shared.setPresence({ field: 'notes/', caret })
  }
  /** Where the others stand, in order; those whose place has not arrived yet are left out. */
  const carets = createMemo(() => {
    const length = text().length
    return card.shared
      .presences()
      .flatMap(({ client, person, caret }) => {
        const at = caret && Y.createAbsolutePositionFromRelativePosition(caret, replica.view)
        return at ? [{ client, person, index: Math.min(at.index, length) }] : []
      })
      .sort((a, b) => a.index - b.index)
  })

  return (
    <section class={styles.notes}>
      <label for={id} title={words().card.notesHint}>
        {words().card.notes}
      </label>
      <div class={styles.paper}>
        <textarea
          ref={area}
          id={id}
          rows="2"
          placeholder={words().card.notesHint}
          readOnly={!field.verdict().admitted}
          onFocus={showCaret}
          onScroll={() => setScrolled(area.scrollTop)}
          onBlur={() => field.leave()}
        />
        <Show when={carets().length > 0}>
          <p class={styles.mirror} aria-hidden="true" style={{ translate: `0 ${-scrolled()}px` }}>
            <For each={carets()}>
              {(caret, place) => (
                <>
                  {text().slice(carets()[place() - 1]?.index ?? 0, caret.index)}
                  <span class={styles.caret} data-person-colour={personColour(caret.person.id)}>
                    <b>{givenName(caret.person.name)}</b>
                  </span>
                </>
              )}
            </For>
            {text().slice(carets().at(-1)?.index ?? 0)}
          </p>
        </Show>
      </div>
    </section>
  )
}
