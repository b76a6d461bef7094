import { useNavigate, useSearchParams } from '@solidjs/router'
import { For, onMount, Show } from 'solid-js'
import { Brand } from '#client/design/brand.tsx'
import { prefer, preferences } from '#client/preferences/preferences.ts'
import { SignInForm } from '#client/session/sign-in-form.tsx'
import { loadSession } from '#client/session/session.ts'
import { words } from '#client/words/words.ts'
import styles from './sign-in.module.css'

const drawers = ['teal', 'violet', 'amber', 'rose', 'indigo'] as const

export default function SignInPage() {
  const navigate = useNavigate()
  const [query] = useSearchParams<{ to: string; left: string }>()
  // Only an address of our own: a link must not lead somebody away with a fresh session.
  const enter = () =>
    navigate(query.to?.startsWith('/') && !query.to.startsWith('//') ? query.to : '/', { replace: true })
  const whyHere = () => {
    if (query.left === 'ended') return words().signIn.ended
    return query.left === 'idle' ? words().signIn.idle : undefined
  }
  onMount(() => {
    void loadSession().then((session) => {
      if (session.kind === 'signed-in') enter()
    })
  })

  return (
    <main class={styles.page}>
      <div class={styles.cards} aria-hidden="true">
        <For each={drawers}>{(colour) => <span data-clinic-colour={colour} />}</For>
      </div>
      <section class={styles.box}>
        <h1>
          <Brand />
        </h1>
        <p class={styles.lead}>{words().signIn.lead}</p>
        <Show when={whyHere()}>{(why) => <p role="status">{why()}</p>}</Show>
        <SignInForm onDone={enter} />
      </section>
      <p class={styles.languages}>
        <button
          type="button"
          aria-pressed={preferences.language === 'ru'}
          lang="ru"
          onClick={() => prefer('language', 'ru')}
        >
          {words().settings.russian}
        </button>
        <button
          type="button"
          aria-pressed={preferences.language === 'en'}
          lang="en"
          onClick={() => prefer('language', 'en')}
        >
          {words().settings.english}
        </button>
      </p>
    </main>
  )
}
