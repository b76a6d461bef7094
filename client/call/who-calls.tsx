/** A call whose patient is not known yet: those known on the number side by side, and "another patient" at the end. */
import { useNavigate } from '@solidjs/router'
import UserPlus from 'lucide-solid/icons/user-plus'
import { createEffect, For, onCleanup, Show } from 'solid-js'
import { ulid } from 'ulid'
import { ageOn } from '#domain/dates/birth-date.ts'
import type { Match } from '#domain/documents/line.ts'
import { known, parsePatientId, type CallId, type PatientId } from '#domain/ids.ts'
import { Band } from '#client/card/clinic-band.tsx'
import type { LineEntry } from '#client/documents/lines.ts'
import { formatDate, isoDay } from '#client/words/format.ts'
import { said, words } from '#client/words/words.ts'
import { cardHref } from '#client/workspace/addresses.ts'
import { thisMinute } from '#client/workspace/clock.ts'
import { isTyping } from '#client/workspace/typing.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import { callerNumber } from './caller.ts'
import styles from './who-calls.module.css'

export function WhoCalls(props: { call: CallId }) {
  const { lines } = useWorkspace()
  return (
    <Show
      when={lines.find(props.call)}
      fallback={
        <div class="empty">
          <h2>{words().choose.gone}</h2>
          <p>{words().choose.goneHint}</p>
        </div>
      }
    >
      {(entry) => <Choice entry={entry()} />}
    </Show>
  )
}

function Choice(props: { entry: LineEntry }) {
  const { lines, cards } = useWorkspace()
  const navigate = useNavigate()
  const patients = () => props.entry.matches?.known ?? []

  // The patient may be chosen elsewhere: by filing when only one fits, or by a colleague.
  createEffect(() => {
    const { patient, clinic } = props.entry
    if (patient) navigate(cardHref(clinic.id, patient), { replace: true })
  })

  const choose = (patient: PatientId) => lines.choosePatient(props.entry, patient)
  function chooseAnother(): void {
    const patient = known(parsePatientId, ulid())
    const { clinic, call, matches } = props.entry
    cards.open(clinic.id, patient)
    const card = cards.find(clinic.id, patient)
    if (call.number !== null) card?.set('phones', call.number, { label: '' })
    if (matches?.region.ru) card?.set('profile', 'region', matches.region.ru)
    choose(patient)
  }
  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || isTyping()) return
    const digit = Number(/^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? 0)
    const patient = patients()[digit - 1]
    if (!patient && digit !== patients().length + 1) return
    event.preventDefault()
    if (patient) choose(patient.patient)
    else chooseAnother()
  }
  document.addEventListener('keydown', onKey)
  onCleanup(() => document.removeEventListener('keydown', onKey))

  return (
    <article class={styles.choice} data-clinic-colour={props.entry.clinic.colour}>
      <Band clinic={props.entry.clinic} did={props.entry.call.did} />
      <header class={styles.head}>
        <h1>{callerNumber(props.entry.call)}</h1>
        <p>
          {props.entry.matches && said(props.entry.matches.region)}
          <Show when={props.entry.matches} fallback={words().calls.lookingUp}>
            {' '}
            <Show
              when={patients().length > 0}
              fallback={props.entry.call.number === null ? words().choose.hidden : words().choose.unknown}
            >
              {words().choose.known(patients().length)}
            </Show>
          </Show>
        </p>
      </header>
      <div class={styles.question}>
        <h2>{words().choose.title}</h2>
        <span class="muted">{words().choose.keys}</span>
      </div>
      <ul class={styles.patients}>
        <For each={patients()}>
          {(match, place) => (
            <li>
              <button type="button" class={styles.patient} onClick={() => choose(match.patient)}>
                <kbd class="key">{place() + 1}</kbd>
                <Known match={match} timeZone={props.entry.clinic.timeZone} />
              </button>
            </li>
          )}
        </For>
        <li>
          <button type="button" class={styles.patient} data-another onClick={chooseAnother}>
            <kbd class="key">{patients().length + 1}</kbd>
            <span>
              <b>
                <UserPlus size={17} /> {words().choose.another}
              </b>
              <span>{words().choose.anotherHint}</span>
            </span>
          </button>
        </li>
      </ul>
    </article>
  )
}

function Known(props: { match: Match; timeZone: string }) {
  const age = () => ageOn(isoDay(thisMinute(), props.timeZone), props.match.birthDate)
  return (
    <span>
      <b>{props.match.name || words().choose.noName}</b>
      <Show when={props.match.birthDate}>
        <span>
          {words().card.age(age())}, {formatDate(props.match.birthDate)}
        </span>
      </Show>
    </span>
  )
}
