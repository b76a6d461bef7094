/** Why this person cannot be heard, or how the telephone stands, in words that say what to do. */
import MicOff from 'lucide-solid/icons/mic-off'
import { Match, Show, Switch } from 'solid-js'
import { sentenceOf } from '#client/api/request.ts'
import { words } from '#client/words/words.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import styles from './telephone-problem.module.css'

export function TelephoneProblem() {
  const { telephone } = useWorkspace()
  const microphone = () => {
    const { microphoneDenied, microphoneMissing, microphoneBusy } = words().telephone
    const sentences = { denied: microphoneDenied, missing: microphoneMissing, busy: microphoneBusy } as const
    const problem = telephone.microphone()
    return problem && sentences[problem]
  }
  return (
    <>
      <Switch>
        <Match when={microphone()}>
          {(sentence) => (
            <div class={styles.problem} role="alert">
              <MicOff size={17} />
              <p>{sentence()}</p>
              <button type="button" class="button" onClick={() => void telephone.retryMicrophone()}>
                {words().again}
              </button>
            </div>
          )}
        </Match>
        <Match when={telephone.state() === 'refused'}>
          <p class={styles.problem} role="alert">
            {words().telephone.refused}
          </p>
        </Match>
        <Match when={telephone.state() === 'lost'}>
          <p class={styles.problem} role="alert">
            {words().telephone.lost}
          </p>
        </Match>
        <Match when={telephone.state() === 'none'}>
          <p class={styles.note}>{words().telephone.none}</p>
        </Match>
        <Match when={telephone.state() === 'connecting'}>
          <p class={styles.note}>{words().telephone.connecting}</p>
        </Match>
      </Switch>
      <Show when={telephone.failure()}>
        {(failure) => (
          <p class={styles.problem} role="alert">
            {words().panel.failed} {sentenceOf(failure())}
          </p>
        )}
      </Show>
    </>
  )
}
