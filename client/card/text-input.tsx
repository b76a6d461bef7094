import { createSignal, Show } from 'solid-js'
import { words } from '#client/words/words.ts'
import styles from './controls.module.css'
import { createDraft } from './draft.ts'

/** One line of text, saved when the person leaves it or presses Enter. */
export function TextInput(props: {
  id?: string
  label?: string
  class?: string | undefined
  value: string
  placeholder?: string
  /** Shown in place of the placeholder while the person is in the field. */
  hint?: string
  disabled?: boolean
  inputmode?: 'text' | 'tel' | 'numeric'
  maxLength?: number
  /** Takes the text, or answers why it does not. */
  onCommit: (text: string) => string | undefined | void
}) {
  const [focused, setFocused] = createSignal(false)
  const draft = createDraft(
    () => props.value,
    (text) => props.onCommit(text) ?? undefined,
  )
  return (
    <>
      <input
        id={props.id}
        aria-label={props.label}
        class={props.class ?? styles.control}
        value={draft.text()}
        placeholder={(focused() ? props.hint : undefined) ?? props.placeholder ?? words().card.empty}
        disabled={props.disabled}
        inputmode={props.inputmode}
        maxLength={props.maxLength}
        autocomplete="off"
        aria-invalid={draft.error() !== undefined}
        onInput={(event) => draft.type(event.currentTarget.value)}
        onFocus={() => setFocused(true)}
        onBlur={() => {
          setFocused(false)
          draft.commit()
        }}
        onKeyDown={(event) => draft.onKeyDown(event)}
      />
      <Show when={draft.error()}>
        <p class={styles.error} role="alert">
          {draft.error()}
        </p>
      </Show>
    </>
  )
}
