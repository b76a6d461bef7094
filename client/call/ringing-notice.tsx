/** The call that rings now, in the corner of the eye: whose clinic, who may it be, F2. It takes no focus. */
import { useNavigate } from '@solidjs/router'
import PhoneIncoming from 'lucide-solid/icons/phone-incoming'
import { Show } from 'solid-js'
import type { LineEntry } from '#client/documents/lines.ts'
import { callHref } from '#client/workspace/addresses.ts'
import { secondsSince } from '#client/workspace/clock.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import { formatPhone } from '#domain/phone.ts'
import { formatDuration } from '#client/words/format.ts'
import { said, words } from '#client/words/words.ts'
import { callerNumber, greetingOf, knownNames, sourceOf } from './caller.ts'
import styles from './ringing-notice.module.css'

export function RingingNotice() {
  const { calls } = useWorkspace()
  const first = () => calls.unanswered()[0]
  return (
    <>
      <p class="spoken" role="status">
        <Show when={first()}>
          {(entry) => (
            <>{words().ringing.announcement(said(entry().clinic.name), callerNumber(entry().call))}</>
          )}
        </Show>
      </p>
      <Show when={first()}>
        {(entry) => (
          <Show when={calls.talking()} fallback={<Notice entry={entry()} />}>
            <Brief entry={entry()} />
          </Show>
        )}
      </Show>
    </>
  )
}

/** While this person talks: one line, and the panel under it stays in reach. */
function Brief(props: { entry: LineEntry }) {
  return (
    <section aria-label={words().panel.ringingOthers}>
      <a
        class={styles.brief}
        data-clinic-colour={props.entry.clinic.colour}
        href={callHref(props.entry)}
        title={words().ringing.busy}
      >
        <PhoneIncoming size={16} />
        <b>{said(props.entry.clinic.name)}</b>
        <span>{callerNumber(props.entry.call)}</span>
        <span>{formatDuration(secondsSince(props.entry.call.startedAt))}</span>
      </a>
    </section>
  )
}

function Notice(props: { entry: LineEntry }) {
  const { calls, telephone, mayAnswer, person } = useWorkspace()
  const navigate = useNavigate()
  const names = () => knownNames(props.entry)
  const others = () => calls.unanswered().length - 1
  const place = () => (props.entry.matches ? said(props.entry.matches.region) : '')

  function answer(): void {
    navigate(callHref(props.entry))
    void telephone.answer(props.entry)
  }

  return (
    <section
      class={styles.notice}
      data-clinic-colour={props.entry.clinic.colour}
      aria-label={words().panel.ringingOthers}
    >
      <h2>
        <PhoneIncoming size={17} />
        {words().ringing.title(
          said(props.entry.clinic.name),
          formatDuration(secondsSince(props.entry.call.startedAt)),
        )}
      </h2>
      <p class={styles.greeting}>{greetingOf(props.entry.clinic, person)}</p>
      <p>
        {[callerNumber(props.entry.call), place()].filter(Boolean).join(', ')}
        {'. '}
        <Show when={props.entry.matches} fallback={words().calls.lookingUp}>
          <Show when={names().length > 0} fallback={<b>{words().ringing.newNumber}</b>}>
            <b>{words().ringing.onNumber(names().length)}</b> {names().join(', ')}
          </Show>
        </Show>
      </p>
      <p class={styles.dialled}>
        {words().ringing.dialled(formatPhone(props.entry.call.did))}
        <Show when={sourceOf(props.entry.clinic, props.entry.call.did)}>
          {(label) => <> · {said(label())}</>}
        </Show>
      </p>
      <div class={styles.actions}>
        <Show when={mayAnswer(props.entry) && telephone.state() !== 'none'}>
          <button type="button" class="button" data-look="main" disabled={telephone.busy()} onClick={answer}>
            {words().ringing.answer} <kbd class="key">F2</kbd>
          </button>
        </Show>
        <a class="button" href={callHref(props.entry)}>
          {words().ringing.card}
        </a>
        <Show when={others() > 0}>
          <a class={styles.more} href="/">
            {words().ringing.more(others())}
          </a>
        </Show>
      </div>
    </section>
  )
}
