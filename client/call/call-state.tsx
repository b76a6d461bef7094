/** Where the call stands, in the largest figures of the panel, with what can be done to it. */
import Mic from 'lucide-solid/icons/mic'
import MicOff from 'lucide-solid/icons/mic-off'
import Headphones from 'lucide-solid/icons/headphones'
import PhoneOff from 'lucide-solid/icons/phone-off'
import { useLocation } from '@solidjs/router'
import { Match, Show, Switch } from 'solid-js'
import { talkSeconds, waitSeconds, type CallRecord } from '#domain/telephony/call.ts'
import type { LineEntry } from '#client/documents/lines.ts'
import { formatDuration } from '#client/words/format.ts'
import { shortName } from '#client/words/names.ts'
import { said, words } from '#client/words/words.ts'
import { callHref } from '#client/workspace/addresses.ts'
import { secondsSince } from '#client/workspace/clock.ts'
import { settingsId } from '#client/workspace/settings.tsx'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import { callerNumber } from './caller.ts'
import styles from './call-state.module.css'
import type { Subject } from './subject.ts'

export function CallState(props: { subject: Subject | undefined }) {
  const { calls, lines, activeCard } = useWorkspace()
  const ringsHere = () => calls.unanswered().find(calls.ringsHere)
  /** A colleague talks with the patient of the card in front. */
  const colleagues = () =>
    lines.calls().find(({ call, patient, clinic }) => {
      const card = activeCard()
      return call.state === 'talking' && patient === card?.patient && clinic.id === card?.clinic.id
    })
  const ended = () => (props.subject?.live === undefined ? props.subject?.record : undefined)
  return (
    <Switch fallback={<Idle />}>
      <Match when={calls.talking()}>{(entry) => <Talking entry={entry()} />}</Match>
      <Match when={ringsHere()}>{(entry) => <RingsHere entry={entry()} />}</Match>
      <Match when={colleagues()}>{(entry) => <Colleague entry={entry()} />}</Match>
      <Match when={ended()}>{(record) => <Ended record={record()} />}</Match>
    </Switch>
  )
}

const direction = ({ direction: way }: Pick<CallRecord, 'direction'>) =>
  way === 'incoming' ? words().panel.incoming : words().panel.outgoing

function Talking(props: { entry: LineEntry }) {
  const { telephone, activeCard } = useWorkspace()
  const location = useLocation()
  const call = () => props.entry.call
  // The card itself and not its address: the router may still tell the one that led here.
  const isInFront = () => {
    const { patient, clinic } = props.entry
    if (!patient) return `${location.pathname}${location.search}` === callHref(props.entry)
    return activeCard()?.patient === patient && activeCard()?.clinic.id === clinic.id
  }
  return (
    <section class={styles.state} data-tone="ok">
      <header>
        <b class={styles.time}>
          {formatDuration(secondsSince(call().answeredAt ?? call().startedAt)).padStart(5, '0')}
        </b>
        <Show when={call().recorded}>
          <span class={styles.recording}>
            <i /> {words().panel.recording}
          </span>
        </Show>
      </header>
      <p>
        {direction(call())} · {words().panel.waited(formatDuration(waitSeconds(call()) ?? 0))}
      </p>
      <Show when={!isInFront()}>
        <a href={callHref(props.entry)}>
          {said(props.entry.clinic.name)}, {callerNumber(call())}: {words().panel.otherCard}
        </a>
      </Show>
      <div class={styles.actions}>
        <Show when={telephone.state() !== 'training' && telephone.state() !== 'none'}>
          <button
            type="button"
            aria-pressed={telephone.muted()}
            onClick={() => telephone.mute(!telephone.muted())}
          >
            <Show when={telephone.muted()} fallback={<Mic size={18} />}>
              <MicOff size={18} />
            </Show>
            {telephone.muted() ? words().panel.muted : words().panel.microphone}
          </button>
          <button type="button" popovertarget={settingsId}>
            <Headphones size={18} />
            {words().panel.devices}
          </button>
        </Show>
        <button
          type="button"
          class={styles.hangUp}
          disabled={telephone.busy()}
          onClick={() => void telephone.hangUp(props.entry)}
        >
          <PhoneOff size={18} />
          {telephone.busy() ? words().panel.sending : words().panel.hangUp}
        </button>
      </div>
    </section>
  )
}

/** That it rings for this person; the notice in the corner answers it. */
function RingsHere(props: { entry: LineEntry }) {
  const { telephone } = useWorkspace()
  return (
    <section class={styles.state} data-clinic-colour={props.entry.clinic.colour}>
      <header>
        <b class={styles.time}>{formatDuration(secondsSince(props.entry.call.startedAt)).padStart(5, '0')}</b>
        <span>{words().panel.ringingYou}</span>
      </header>
      <p>
        <b>{said(props.entry.clinic.name)}</b> <span class="number">{callerNumber(props.entry.call)}</span>
      </p>
      <Show when={telephone.busy()}>
        <p role="status">{words().panel.sending}</p>
      </Show>
    </section>
  )
}

function Colleague(props: { entry: LineEntry }) {
  const { nameOf } = useWorkspace()
  return (
    <section class={styles.state}>
      <header>
        <b class={styles.time}>
          {formatDuration(secondsSince(props.entry.call.answeredAt ?? props.entry.call.startedAt)).padStart(
            5,
            '0',
          )}
        </b>
      </header>
      <p>
        {direction(props.entry.call)} ·{' '}
        {words().panel.otherTalks(shortName(nameOf(props.entry.call.operator)))}
      </p>
    </section>
  )
}

function Ended(props: { record: CallRecord }) {
  return (
    <section class={styles.state}>
      <header>
        <b class={styles.time}>{formatDuration(talkSeconds(props.record) ?? 0).padStart(5, '0')}</b>
        <span>{words().panel.ended}</span>
      </header>
      <p>
        {direction(props.record)} · {words().panel.waited(formatDuration(waitSeconds(props.record) ?? 0))}
      </p>
    </section>
  )
}

function Idle() {
  const { telephone } = useWorkspace()
  return (
    <section class={styles.idle}>
      <h2>{words().panel.idleTitle}</h2>
      <p>{words().panel.idle}</p>
      <Show when={telephone.state() === 'training'}>
        <p>{words().telephone.training}</p>
      </Show>
    </section>
  )
}
