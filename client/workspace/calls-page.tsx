/** Who waits, whose phone rings, who talks: the lines of all my clinics. */
import PhoneCall from 'lucide-solid/icons/phone-call'
import { useNavigate } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { worksWithPatients } from '#domain/people/person.ts'
import { callerNumber, knownNames } from '#client/call/caller.ts'
import type { LineEntry } from '#client/documents/lines.ts'
import { formatDuration } from '#client/words/format.ts'
import { shortName } from '#client/words/names.ts'
import { said, words } from '#client/words/words.ts'
import { callHref } from './addresses.ts'
import styles from './calls-page.module.css'
import { secondsSince } from './clock.ts'
import { useWorkspace } from './workspace.tsx'

export function CallsPage() {
  const { lines, person } = useWorkspace()
  const unanswered = () =>
    lines.calls().filter(({ call }) => call.state !== 'ended' && call.state !== 'talking')
  const talking = () => lines.calls().filter(({ call }) => call.state === 'talking')
  return (
    <Show when={worksWithPatients(person)} fallback={<Reader />}>
      <h1 class={styles.title}>{words().calls.title}</h1>
      <Show when={unanswered().length + talking().length > 0} fallback={<Nobody />}>
        <Group title={words().calls.waiting} calls={unanswered()} />
        <Group title={words().calls.talking} calls={talking()} />
      </Show>
    </Show>
  )
}

function Nobody() {
  return (
    <div class="empty">
      <PhoneCall size={30} />
      <h2>{words().calls.emptyTitle}</h2>
      <p>{words().calls.empty}</p>
    </div>
  )
}

function Reader() {
  return (
    <div class="empty">
      <h2>{words().home.readerTitle}</h2>
      <p>{words().home.reader}</p>
    </div>
  )
}

function Group(props: { title: string; calls: readonly LineEntry[] }) {
  return (
    <Show when={props.calls.length > 0}>
      <section class={styles.group}>
        <h2>
          {props.title} <span class="muted">{props.calls.length}</span>
        </h2>
        <ul>
          <For each={props.calls}>{(entry) => <Row entry={entry} />}</For>
        </ul>
      </section>
    </Show>
  )
}

function Row(props: { entry: LineEntry }) {
  const { calls, telephone, nameOf, mayAnswer } = useWorkspace()
  const navigate = useNavigate()
  const call = () => props.entry.call
  const state = () => {
    switch (call().state) {
      case 'menu':
        return words().calls.menu
      case 'waiting':
        return words().calls.waitingState
      case 'ringing':
        return words().calls.ringsAt(
          call()
            .ringing.map((id) => shortName(nameOf(id)))
            .filter(Boolean)
            .join(', '),
        )
      case 'talking':
        return words().calls.talksWith(shortName(nameOf(call().operator)))
      case 'ended':
        return words().calls.ended
    }
  }
  const known = () => {
    if (!props.entry.matches) return words().calls.lookingUp
    const names = knownNames(props.entry)
    return names.length > 0 ? names.join(', ') : words().calls.unknown
  }
  const canAnswer = () =>
    calls.next() !== undefined && mayAnswer(props.entry) && calls.unanswered().includes(props.entry)

  function answer(): void {
    navigate(callHref(props.entry))
    void telephone.answer(props.entry)
  }

  return (
    <li
      class={styles.row}
      data-clinic-colour={props.entry.clinic.colour}
      data-mine={calls.ringsHere(props.entry) || undefined}
    >
      <span class={styles.clinic}>{said(props.entry.clinic.name)}</span>
      <span class={styles.caller}>
        <b>{callerNumber(call())}</b>
        <span>{known()}</span>
      </span>
      <span class={styles.time} data-state={call().state}>
        <b>{formatDuration(secondsSince(call().answeredAt ?? call().startedAt))}</b>
        <span>{state()}</span>
      </span>
      <span class={styles.actions}>
        <Show when={canAnswer()}>
          <button type="button" class="button" data-look="main" onClick={answer}>
            {words().calls.answer}
            <Show when={calls.next()?.id === props.entry.id}>
              <kbd class="key">F2</kbd>
            </Show>
          </button>
        </Show>
        <a class="button" href={callHref(props.entry)}>
          {props.entry.patient ? words().calls.open : words().calls.choose}
        </a>
      </span>
    </li>
  )
}
