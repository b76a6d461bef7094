/**
 * What is being typed into a field before it is committed. A commit happens on Enter, on leaving, and when the field
 * disappears with something in it; Escape gives the field back as it was.
 */
import { undoKey } from './undo-key.ts'
import { createSignal, onCleanup, type Accessor } from 'solid-js'

export interface Draft {
  /** What the field shows. */
  text: Accessor<string>
  dirty: Accessor<boolean>
  /** Why the last commit was not taken. */
  error: Accessor<string | undefined>
  type(text: string): void
  commit(): void
  onKeyDown(event: KeyboardEvent & { currentTarget: HTMLElement }): void
}

/** `accept` takes the text, or answers why it does not; `begun` was typed before the field was made. */
export function createDraft(
  value: Accessor<string>,
  accept: (text: string) => string | undefined,
  begun?: string,
): Draft {
  const [typed, setTyped] = createSignal(begun)
  const [error, setError] = createSignal<string>()

  function commit(): void {
    const text = typed()
    if (text === undefined) return
    const refused = text === value() ? undefined : accept(text.trim())
    setError(refused)
    if (refused === undefined) setTyped(undefined)
  }
  onCleanup(() => {
    const text = typed()
    if (text !== undefined && text !== value()) accept(text.trim())
  })

  return {
    text: () => typed() ?? value(),
    dirty: () => typed() !== undefined,
    error,
    type(text) {
      setTyped(text)
      setError(undefined)
    },
    commit,
    onKeyDown(event) {
      if (event.isComposing) return
      // What has not been committed is the browser's to take back.
      if (undoKey(event) && typed() !== undefined) event.stopPropagation()
      if (event.key === 'Enter') commit()
      if (event.key !== 'Escape') return
      setTyped(undefined)
      setError(undefined)
      event.currentTarget.blur()
    },
  }
}
