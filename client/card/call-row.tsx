/** A call in the history: when, how it went, who talked, what came of it, and its recording. */
import PhoneIncoming from 'lucide-solid/icons/phone-incoming'
import PhoneMissed from 'lucide-solid/icons/phone-missed'
import PhoneOutgoing from 'lucide-solid/icons/phone-outgoing'
import Play from 'lucide-solid/icons/play'
import { createSignal, lazy, Match, Show, Suspense, Switch, type JSX } from 'solid-js'
import { dispositionOption, formFor } from '#domain/clinics/clinic.ts'
import { isMissed, talkSeconds, waitSeconds, type CallRecord } from '#domain/telephony/call.ts'
import type { CallResult } from '#client/documents/card.ts'
import type { LineEntry } from '#client/documents/lines.ts'
import { formatDuration, formatMoment } from '#client/words/format.ts'
import { shortName } from '#client/words/names.ts'
import { said, words } from '#client/words/words.ts'
import { secondsSince, thisMinute } from '#client/workspace/clock.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import { sayAnswers } from './answers.ts'
import { useCard } from './card-context.tsx'
import styles from './history.module.css'

const RecordingPlayer = lazy(() => import('./recording-player.tsx'))

export function LiveCallRow(props: { entry: LineEntry }) {
  const { nameOf } = useWorkspace()
  const call = () => props.entry.call
  const incoming = () => call().direction === 'incoming'
  const doing = () => {
    switch (call().state) {
      case 'talking':
        return words().history.talkingNow
      case 'ended':
        return words().calls.ended
      case 'menu':
        return words().calls.menu
      case 'waiting':
        return words().calls.waitingState
      case 'ringing':
        return words().calls.ringing
    }
  }
  return (
    <li class={styles.row} data-live>
      <Time at={call().startedAt} />
      <span data-tone="ok">{incoming() ? <PhoneIncoming size={16} /> : <PhoneOutgoing size={16} />}</span>
      <span class={styles.what}>
        <b>
          {incoming() ? words().history.incoming : words().history.outgoing}, {doing()}
        </b>
        <By name={nameOf(call().operator)} />
      </span>
      <span class={styles.length}>{formatDuration(secondsSince(call().answeredAt ?? call().startedAt))}</span>
    </li>
  )
}

export function CallRow(props: { call: CallRecord }) {
  const card = useCard()
  const { nameOf } = useWorkspace()
  const [playing, setPlaying] = createSignal(false)
  const call = () => props.call
  const results = () => card.data.results[call().id] ?? []
  const answered = () => call().outcome === 'answered'
  const label = (result: CallResult) => {
    const option = dispositionOption(card.clinic, result.disposition.result)
    return option ? said(option.label) : result.disposition.result
  }
  const title = () => {
    if (isMissed(call())) return `${words().history.missed}: ${words().history.outcomes[call().outcome]}`
    const direction = call().direction === 'incoming' ? words().history.incoming : words().history.outgoing
    if (!answered()) return `${direction}: ${words().history.outcomes[call().outcome]}`
    return results().length === 0 ? direction : `${direction}: ${results().map(label).join(', ')}`
  }
  const comments = () =>
    results().flatMap(({ disposition: { result, answers, comment } }) => [
      ...sayAnswers(formFor(card.clinic, result), answers),
      ...(comment ? [comment] : []),
    ])
  const seconds = () => talkSeconds(call()) ?? waitSeconds(call()) ?? 0

  return (
    <li class={styles.row}>
      <Time at={call().startedAt} />
      <Direction call={call()} />
      <span class={styles.what}>
        <b>{title()}</b>
        <By name={nameOf(call().operator)} />
        <Show when={answered() && results().length === 0}>
          <span class="muted"> · {words().history.noResult}</span>
        </Show>
        <Show when={comments().length > 0}>
          <span class={styles.comment}>{comments().join(' · ')}</span>
        </Show>
      </span>
      <span class={styles.length}>
        <Switch>
          <Match when={call().recording === 'kept'}>
            <button
              type="button"
              class={styles.play}
              aria-label={words().recording.play}
              aria-expanded={playing()}
              onClick={() => setPlaying(!playing())}
            >
              <Play size={14} />
            </button>
          </Match>
          <Match when={call().recording === 'awaited'}>
            <span class={styles.awaited}>{words().recording.awaited}</span>
          </Match>
          <Match when={call().recording === 'lost'}>
            <span class={styles.awaited}>{words().recording.lost}</span>
          </Match>
        </Switch>
        {formatDuration(seconds())}
      </span>
      <Show when={playing()}>
        <Suspense>
          <RecordingPlayer clinic={card.clinic.id} call={call().id} seconds={talkSeconds(call()) ?? 0} />
        </Suspense>
      </Show>
    </li>
  )
}

function Direction(props: { call: CallRecord }): JSX.Element {
  return (
    <Switch>
      <Match when={isMissed(props.call)}>
        <span data-tone="bad">
          <PhoneMissed size={16} />
        </span>
      </Match>
      <Match when={props.call.direction === 'incoming'}>
        <span data-tone="ok">
          <PhoneIncoming size={16} />
        </span>
      </Match>
      <Match when={props.call.direction === 'outgoing'}>
        <span data-tone="accent">
          <PhoneOutgoing size={16} />
        </span>
      </Match>
    </Switch>
  )
}

export function Time(props: { at: number }) {
  return <time dateTime={new Date(props.at).toISOString()}>{formatMoment(props.at, thisMinute())}</time>
}

export function By(props: { name: string }) {
  return (
    <Show when={props.name}>
      <span class={styles.by}> · {shortName(props.name)}</span>
    </Show>
  )
}
