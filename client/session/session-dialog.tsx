/** Asks for the password again when a session ran out, without touching what is on the screen. */
import { createEffect, Show } from 'solid-js'
import { words } from '#client/words/words.ts'
import { session } from './session.ts'
import styles from './session-dialog.module.css'
import { SignInForm } from './sign-in-form.tsx'

export function SessionDialog() {
  let dialog!: HTMLDialogElement
  const expired = () => session().kind === 'expired'
  createEffect(() => {
    if (expired()) dialog.showModal()
    else dialog.close()
  })
  return (
    <dialog
      ref={dialog}
      class={styles.dialog}
      aria-labelledby="session-title"
      onCancel={(event) => event.preventDefault()}
    >
      <Show when={expired()}>
        <h2 id="session-title">{words().signIn.title}</h2>
        <p>{words().signIn.signedOut}</p>
        <SignInForm onDone={() => dialog.close()} />
      </Show>
    </dialog>
  )
}
