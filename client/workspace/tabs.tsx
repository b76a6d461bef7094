/** Open cards and ringing calls, side by side: a call shows itself here before anybody answers. */
import { useLocation, useNavigate } from '@solidjs/router'
import X from 'lucide-solid/icons/x'
import PhoneIncoming from 'lucide-solid/icons/phone-incoming'
import { For, Show } from 'solid-js'
import { fullName } from '#domain/documents/card.ts'
import type { Card } from '#client/documents/card.ts'
import type { LineEntry } from '#client/documents/lines.ts'
import { callerNumber } from '#client/call/caller.ts'
import { formatDuration } from '#client/words/format.ts'
import { said, words } from '#client/words/words.ts'
import { callHref, cardHref } from './addresses.ts'
import { secondsSince } from './clock.ts'
import styles from './tabs.module.css'
import { useWorkspace } from './workspace.tsx'

/** More ringing calls than this are counted, not drawn. */
const mostRinging = 1

export function Tabs() {
  const { cards, calls } = useWorkspace()
  const ringing = () => calls.unanswered().slice(0, mostRinging)
  const more = () => calls.unanswered().length - ringing().length
  return (
    <nav class={styles.tabs} aria-label={words().top.tabs}>
      <For each={cards.list()}>{(card) => <CardTab card={card} />}</For>
      <For each={ringing()}>{(entry) => <RingingTab entry={entry} />}</For>
      <Show when={more() > 0}>
        <a class={styles.more} href="/">
          {words().top.more(more())}
        </a>
      </Show>
    </nav>
  )
}

const shortTitle = ({ data: { profile } }: Card) => {
  const { familyName, givenName } = profile
  return fullName({
    ...(familyName !== undefined && { familyName }),
    ...(givenName !== undefined && { givenName }),
  })
}

function CardTab(props: { card: Card }) {
  const { cards, calls } = useWorkspace()
  const location = useLocation()
  const navigate = useNavigate()
  const href = () => cardHref(props.card.clinic.id, props.card.patient)
  const isActive = () => location.pathname === href()
  const title = () => shortTitle(props.card) || words().top.newPatient
  const talk = () => {
    const entry = calls.talking()
    return entry?.patient === props.card.patient && entry.clinic.id === props.card.clinic.id
      ? entry.call
      : undefined
  }

  function close(): void {
    const list = cards.list()
    const next = list[list.indexOf(props.card) + 1] ?? list[list.indexOf(props.card) - 1]
    if (isActive()) navigate(next ? cardHref(next.clinic.id, next.patient) : '/')
    cards.close(props.card)
  }

  return (
    <span
      class={styles.tab}
      data-active={isActive() || undefined}
      data-clinic-colour={props.card.clinic.colour}
      onAuxClick={(event) => event.button === 1 && close()}
    >
      <a href={href()} aria-current={isActive() ? 'page' : undefined} title={said(props.card.clinic.name)}>
        <i class={styles.dot} />
        <span class={styles.name}>{title()}</span>
        <Show when={talk()?.answeredAt}>
          {(since) => <span class={styles.time}>{formatDuration(secondsSince(since()))}</span>}
        </Show>
      </a>
      <button type="button" aria-label={words().top.closeTab(title())} onClick={close}>
        <X size={13} />
      </button>
    </span>
  )
}

function RingingTab(props: { entry: LineEntry }) {
  const { calls } = useWorkspace()
  return (
    <a
      class={styles.ringing}
      data-clinic-colour={props.entry.clinic.colour}
      data-mine={calls.ringsHere(props.entry) || undefined}
      href={callHref(props.entry)}
    >
      <PhoneIncoming size={15} />
      <span class={styles.name}>
        {said(props.entry.clinic.name)} · {callerNumber(props.entry.call)}
      </span>
      <Show when={calls.next()?.id === props.entry.id}>
        <kbd class="key">F2</kbd>
      </Show>
    </a>
  )
}
