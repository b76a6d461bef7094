/** Calls of today that nobody answered. */
import PhoneMissed from 'lucide-solid/icons/phone-missed'
import { For, Match, Show, Switch } from 'solid-js'
import { waitSeconds } from '#domain/telephony/call.ts'
import { sentenceOf } from '#client/api/request.ts'
import type { MissedCall } from '#client/api/shapes.ts'
import { callerNumber } from '#client/call/caller.ts'
import { formatDuration, formatTime } from '#client/words/format.ts'
import { said, words } from '#client/words/words.ts'
import { cardHref } from './addresses.ts'
import styles from './missed-page.module.css'
import { useWorkspace } from './workspace.tsx'

export function MissedPage() {
  const { missed } = useWorkspace()
  const failure = () => {
    const answer = missed.answer()
    return answer && !answer.ok ? answer.failure : undefined
  }
  return (
    <>
      <h1 class={styles.title}>{words().missed.title}</h1>
      <Switch
        fallback={
          <div class="empty">
            <PhoneMissed size={30} />
            <h2>{words().missed.emptyTitle}</h2>
            <p>{words().missed.empty}</p>
          </div>
        }
      >
        <Match when={failure()}>
          {(found) => (
            <div class="empty" role="alert">
              <p>{sentenceOf(found())}</p>
              <button type="button" class="button" onClick={() => missed.loadAgain()}>
                {words().again}
              </button>
            </div>
          )}
        </Match>
        <Match when={!missed.answer()}>
          <p class="empty" role="status">
            {words().loading}
          </p>
        </Match>
        <Match when={missed.open().length > 0}>
          <ul class={styles.list}>
            <For each={missed.open()}>{(call) => <Row missed={call} />}</For>
          </ul>
        </Match>
      </Switch>
    </>
  )
}

function Row(props: { missed: MissedCall }) {
  const { clinics } = useWorkspace()
  const clinic = () => clinics.find(({ id }) => id === props.missed.clinic)
  const call = () => props.missed.call
  return (
    <li data-clinic-colour={clinic()?.colour}>
      <a class={styles.row} href={cardHref(props.missed.clinic, props.missed.patient)}>
        <span>{formatTime(call().startedAt)}</span>
        <span class={styles.clinic}>
          <Show when={clinic()}>{(found) => <>{said(found().name)}</>}</Show>
        </span>
        <b>{props.missed.name || words().missed.unknownPatient}</b>
        <span class={styles.number}>{callerNumber(call())}</span>
        <span class={styles.how} title={words().history.outcomes[call().outcome]}>
          {words().missed.waited(formatDuration(waitSeconds(call()) ?? 0))}
        </span>
      </a>
    </li>
  )
}
