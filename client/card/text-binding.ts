/**
 * Binds a textarea to a shared text. What is typed becomes one edit; what others type is put in around the caret.
 * While an input method composes a word nothing is sent and nothing is put in: the word would break.
 */
import type { Replica } from '#domain/replica/replica.ts'
import { differenceOf, moveIndex, type TextDelta } from '#domain/replica/text-delta.ts'

/** `onText` is called with the whole text whenever it changed. Returns the way to let go. */
export function bindText(
  area: HTMLTextAreaElement,
  replica: Replica,
  root: string,
  onText: (text: string) => void,
): () => void {
  const shared = () => replica.view.getText(root).toString()
  let shown = shared()
  let composing = false
  let sending = false
  let missed: TextDelta[] = []
  area.value = shown

  function show(deltas: readonly TextDelta[]): void {
    const { selectionStart, selectionEnd, selectionDirection } = area
    shown = shared()
    if (area.value !== shown) {
      area.value = shown
      area.setSelectionRange(
        moveIndex(selectionStart, deltas),
        moveIndex(selectionEnd, deltas),
        selectionDirection,
      )
    }
    onText(shown)
  }

  function send(): void {
    const edits = differenceOf(shown, area.value)
    const deltas = missed
    missed = []
    sending = true
    for (const { index, removed, inserted } of edits) {
      // What was typed over an older text is moved to where it belongs in the newer one.
      const from = moveIndex(index, deltas)
      const to = moveIndex(index + removed, deltas)
      replica.act([{ kind: 'edit', root, index: from, removed: to - from, inserted }])
    }
    sending = false
    show(deltas)
  }

  const onInput = () => {
    if (!composing) send()
  }
  const onStart = () => {
    composing = true
  }
  const onEnd = () => {
    composing = false
    send()
  }
  const stop = replica.subscribe((event) => {
    // What this area sends it shows already; what another part of this window wrote is new here.
    if (event.kind !== 'text' || event.root !== root || (event.local && sending)) return
    if (composing) missed.push(...event.delta)
    else show(event.delta)
  })
  area.addEventListener('input', onInput)
  area.addEventListener('compositionstart', onStart)
  area.addEventListener('compositionend', onEnd)
  return () => {
    stop()
    area.removeEventListener('input', onInput)
    area.removeEventListener('compositionstart', onStart)
    area.removeEventListener('compositionend', onEnd)
  }
}
