import { onMount } from 'solid-js'
import { words } from '#client/words/words.ts'

/** What stands where a part of the window failed; the rest goes on working. */
export function Broken(props: { error: unknown; again: () => void }) {
  // eslint-disable-next-line no-console -- the browser's log is where an operator's administrator looks
  onMount(() => console.error(props.error))
  return (
    <div class="empty" role="alert">
      <h2>{words().broken.title}</h2>
      <p>{words().broken.lead}</p>
      <button class="button" onClick={() => props.again()}>
        {words().again}
      </button>
    </div>
  )
}
