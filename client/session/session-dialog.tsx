/** Asks for the password again when a session ran out, without touching what is on the screen. */
import { createEffect, createSignal, Show } from 'solid-js'
import { Avatar } from '#client/design/avatar.tsx'
import { words } from '#client/words/words.ts'
import { session } from './session.ts'
import styles from './session-dialog.module.css'
import { SignInForm } from './sign-in-form.tsx'

export function SessionDialog() {
  let dialog!: HTMLDialogElement
  /** Whose session has ended. */
  const expired = () => {
    const now = session()
    return now.kind === 'expired' ? now.me : undefined
  }
  const [somebodyElse, setSomebodyElse] = createSignal(false)
  createEffect(() => {
    setSomebodyElse(false)
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
        {(me) => (
          <>
            <h2 id="session-title">{words().signIn.title}</h2>
            <p>{words().signIn.signedOut}</p>
            <Show
              when={!somebodyElse()}
              fallback={
                <>
                  <SignInForm onDone={() => dialog.close()} />
                  <button type="button" class={styles.other} onClick={() => setSomebodyElse(false)}>
                    {words().signIn.back(me().person.name)}
                  </button>
                </>
              }
            >
              <div class={styles.person}>
                <Avatar person={me().person} size="large" named />
                <span>
                  <b>{me().person.name}</b>
                  <span>{me().email}</span>
                </span>
              </div>
              <SignInForm email={me().email} onDone={() => dialog.close()} />
              <button type="button" class={styles.other} onClick={() => setSomebodyElse(true)}>
                {words().signIn.somebodyElse}
              </button>
            </Show>
          </>
        )}
      </Show>
    </dialog>
  )
}
