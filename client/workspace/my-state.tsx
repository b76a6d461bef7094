/** My own state, told from what is: the telephone and the line, never from a button that somebody forgot. */
import CircleCheck from 'lucide-solid/icons/circle-check'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import Phone from 'lucide-solid/icons/phone'
import { createEffect, createMemo, createSignal, on, Show } from 'solid-js'
import { worksWithPatients } from '#domain/people/person.ts'
import { Avatar } from '#client/design/avatar.tsx'
import { formatDuration } from '#client/words/format.ts'
import { words } from '#client/words/words.ts'
import { secondsSince } from './clock.ts'
import styles from './my-state.module.css'
import { Settings, settingsId } from './settings.tsx'
import { useWorkspace } from './workspace.tsx'

type State =
  | 'online'
  | 'talking'
  | 'ringing'
  | 'connecting'
  | 'noTelephone'
  | 'noMicrophone'
  | 'lost'
  | 'readOnly'

const tones: Readonly<Record<State, 'ok' | 'warn' | 'bad' | 'plain'>> = {
  online: 'ok',
  talking: 'ok',
  ringing: 'ok',
  connecting: 'plain',
  noTelephone: 'plain',
  readOnly: 'plain',
  noMicrophone: 'warn',
  lost: 'bad',
}

export function MyState() {
  const { person, telephone, calls } = useWorkspace()
  const state = createMemo<State>(() => {
    if (!worksWithPatients(person)) return 'readOnly'
    if (calls.talking()) return 'talking'
    if (calls.unanswered().some(calls.ringsHere)) return 'ringing'
    if (telephone.microphone()) return 'noMicrophone'
    switch (telephone.state()) {
      case 'none':
        return 'noTelephone'
      case 'connecting':
        return 'connecting'
      case 'lost':
      case 'refused':
        return 'lost'
      case 'ready':
      case 'training':
        return 'online'
    }
  })
  const [since, setSince] = createSignal(Date.now())
  createEffect(on(state, () => setSince(Date.now()), { defer: true }))
  const tone = () => tones[state()]

  return (
    <div class={styles.me}>
      <button type="button" class={styles.button} popovertarget={settingsId}>
        <span class="spoken">{words().rail.settings}</span>
        <Avatar person={person} size="large" named />
        <span class={styles.text}>
          <span class={styles.name}>{person.name}</span>
          <span class={styles.state} data-tone={tone()}>
            <Show when={tone() === 'ok'} fallback={<CircleAlert size={15} />}>
              <Show when={state() === 'online'} fallback={<Phone size={15} />}>
                <CircleCheck size={15} />
              </Show>
            </Show>
            <b>{words().state[state()]}</b>
            <Show when={tone() === 'ok'}>
              <span class={styles.time}>{formatDuration(secondsSince(since()))}</span>
            </Show>
          </span>
        </span>
      </button>
      <Settings />
    </div>
  )
}
