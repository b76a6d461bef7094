/**
 * Binds a textarea to a shared text. What is typed becomes one edit; what others type is put in around the caret.
 * While an input method composes a word nothing is sent and nothing is put in: the word would break.
 */
import { undoKey } from './undo-key.ts'
import type { Replica } from '#domain/replica/replica.ts'
import { longestInsertion } from '#domain/policy/fields.ts'
import { differenceOf, inPieces, moveIndex, type TextDelta } from '#domain/replica/text-delta.ts'

/** Milliseconds without typing after which the next run of it is taken back by itself. */
const pause = 1_000

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
  let lastTyped = -Infinity
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

  /** @param at milliseconds, of the event */
  function send(at: number): void {
    const edits = differenceOf(shown, area.value)
    const joins = at - lastTyped < pause
    lastTyped = at
    const deltas = missed
    missed = []
    // A long paste is several actions, so that none of it is refused as too long.
    const pieces = edits.flatMap((edit) => inPieces(edit, longestInsertion))
    sending = true
    try {
      for (const [place, { index, removed, inserted }] of pieces.entries()) {
        // What was typed over an older text is moved to where it belongs in the newer one.
        const from = moveIndex(index, deltas)
        const to = moveIndex(index + removed, deltas)
        replica.act([{ kind: 'edit', root, index: from, removed: to - from, inserted }], {
          joins: joins || place > 0,
        })
      }
    } finally {
      sending = false
    }
    show(deltas)
  }

  const onInput = ({ timeStamp }: Event) => {
    if (!composing) send(timeStamp)
  }
  const onStart = () => {
    composing = true
  }
  const onEnd = ({ timeStamp }: Event) => {
    composing = false
    send(timeStamp)
  }
  // The browser's own undo would take back what others have typed.
  const onKey = (event: KeyboardEvent) => {
    const step = undoKey(event)
    if (!step || composing) return
    event.preventDefault()
    event.stopPropagation()
    lastTyped = -Infinity
    replica[step]((intent) => intent.root === root)
  }
  const stop = replica.subscribe((event) => {
    // What this area sends it shows already; what another part of this window wrote is new here.
    if (event.kind !== 'text' || event.root !== root || (event.local && sending)) return
    if (composing) missed.push(...event.delta)
    else show(event.delta)
  })
  area.addEventListener('keydown', onKey)
  area.addEventListener('input', onInput)
  area.addEventListener('compositionstart', onStart)
  area.addEventListener('compositionend', onEnd)
  return () => {
    stop()
    area.removeEventListener('keydown', onKey)
    area.removeEventListener('input', onInput)
    area.removeEventListener('compositionstart', onStart)
    area.removeEventListener('compositionend', onEnd)
  }
}
