/**
 * The form that lets somebody in; on its own page, and over the workspace when a session has run out. Whoever is known
 * is asked for the password alone.
 */
import Eye from 'lucide-solid/icons/eye'
import EyeOff from 'lucide-solid/icons/eye-off'
import { createSignal, Show } from 'solid-js'
import { sentenceOf, type Failure } from '#client/api/request.ts'
import { words } from '#client/words/words.ts'
import { signIn } from './session.ts'
import styles from './sign-in-form.module.css'

export function SignInForm(props: {
  /** By which the person signs in whose session has ended. */
  email?: string | undefined
  onDone: () => void
}) {
  const [failure, setFailure] = createSignal<Failure>()
  const [busy, setBusy] = createSignal(false)
  const [shown, setShown] = createSignal(false)
  let password!: HTMLInputElement

  async function submit(event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    const failed = await signIn(String(form.get('email')).trim(), String(form.get('password')))
    setBusy(false)
    setFailure(failed)
    if (!failed) return props.onDone()
    password.select()
  }

  return (
    <form class={styles.form} onSubmit={(event) => void submit(event)}>
      <Show
        when={props.email}
        fallback={
          <label class={styles.field}>
            <span>{words().signIn.email}</span>
            <input name="email" type="email" autocomplete="username" required autofocus />
          </label>
        }
      >
        {/* Not for the person's eyes: it tells the browser whose password is meant. */}
        {(email) => (
          <input name="email" type="email" autocomplete="username" value={email()} readOnly hidden />
        )}
      </Show>
      <label class={styles.field}>
        <span>{words().signIn.password}</span>
        <span class={styles.password}>
          <input
            ref={password}
            name="password"
            aria-label={words().signIn.password}
            type={shown() ? 'text' : 'password'}
            autocomplete="current-password"
            required
            autofocus={props.email !== undefined}
          />
          <button
            type="button"
            aria-label={shown() ? words().signIn.hidePassword : words().signIn.showPassword}
            onClick={() => setShown(!shown())}
          >
            <Show when={shown()} fallback={<Eye size={16} />}>
              <EyeOff size={16} />
            </Show>
          </button>
        </span>
      </label>
      <p class={styles.failure} role="alert">
        <Show when={failure()}>{(found) => <>{sentenceOf(found())}</>}</Show>
      </p>
      <button class="button" data-look="main" type="submit" disabled={busy()}>
        {busy() ? words().signIn.submitting : words().signIn.submit}
      </button>
    </form>
  )
}
