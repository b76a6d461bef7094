import Copy from 'lucide-solid/icons/copy'
import { createSignal } from 'solid-js'
import { words } from '#client/words/words.ts'

/** Copies a text, and says whether it could: a browser may have no clipboard for the page, or refuse it. */
export function CopyButton(props: { text: string }) {
  const [state, setState] = createSignal<'idle' | 'copied' | 'failed'>('idle')
  const said = () =>
    ({ idle: words().copy.copy, copied: words().copy.copied, failed: words().copy.failed })[state()]

  async function copy(): Promise<void> {
    try {
      // Outside a secure page there is no clipboard at all: reading its method throws, like a refusal.
      await navigator.clipboard.writeText(props.text)
      setState('copied')
    } catch {
      setState('failed')
    }
  }
  return (
    <button type="button" class="button" aria-live="polite" onClick={() => void copy()}>
      <Copy size={14} />
      {said()}
    </button>
  )
}
