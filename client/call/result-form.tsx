/** One topic's result. Each topic has its own form: a booking asks when, a consultation when to call back. */
import { createSignal, For, Match, onCleanup, onMount, Show, Switch } from 'solid-js'
import type { DispositionOption } from '#domain/clinics/clinic.ts'
import { dispositionKey } from '#domain/documents/card.ts'
import type { CallId } from '#domain/ids.ts'
import { newAppointmentId, nextAppointment, writeAppointment } from '#client/card/appointment.ts'
import { SuggestInput } from '#client/card/suggest-input.tsx'
import { WhenInput } from '#client/card/when-input.tsx'
import type { Card } from '#client/documents/card.ts'
import { said, words } from '#client/words/words.ts'
import { isTyping } from '#client/workspace/typing.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import styles from './results.module.css'

export function ResultForm(props: {
  card: Card
  call: CallId
  slot: number
  onDone: () => void
  onCancel: (() => void) | undefined
}) {
  const { person } = useWorkspace()
  const options = () => props.card.clinic.dispositions
  const [chosen, setChosen] = createSignal<DispositionOption>()
  const [comment, setComment] = createSignal('')
  const upcoming = nextAppointment(props.card, Date.now())
  const [appointmentAt, setAppointmentAt] = createSignal(upcoming?.at)
  const [doctor, setDoctor] = createSignal(upcoming?.doctor ?? '')
  const [callbackAt, setCallbackAt] = createSignal(props.card.data.profile.callbackAt)
  let form!: HTMLFormElement

  // Dates are read by a part of the program that comes on demand: it should be there before the first one is typed.
  onMount(() => void import('#domain/dates/parse-when.ts'))

  function save(): void {
    const option = chosen()
    // A field that was not understood says so itself; nothing is saved around it.
    if (!option || form.querySelector('[aria-invalid="true"]')) return
    if (option.topic === 'booking') saveAppointment()
    if (option.topic === 'consultation') props.card.set('profile', 'callbackAt', callbackAt())
    props.card.set('dispositions', dispositionKey(props.call, props.slot), {
      result: option.id,
      comment: comment().trim(),
      by: person.id,
    })
    props.onDone()
  }
  function saveAppointment(): void {
    const at = appointmentAt()
    const name = doctor().trim()
    const known = props.card.clinic.doctors.find((candidate) => candidate.name === name)
    if (at === undefined && name === '') return
    writeAppointment(props.card, upcoming?.id ?? newAppointmentId(), {
      ...(at !== undefined && { at }),
      ...(name !== '' && { doctor: name }),
      ...(known && upcoming?.service === undefined && { service: known.service }),
    })
  }
  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || isTyping()) return
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
    const option = digit === undefined ? undefined : options()[Number(digit) - 1]
    if (option) setChosen(option)
    else if (event.key === 'Enter' && chosen() && !isControl(event.target)) save()
    else return
    event.preventDefault()
  }
  document.addEventListener('keydown', onKey)
  onCleanup(() => document.removeEventListener('keydown', onKey))

  return (
    <form
      ref={form}
      class={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <div class={styles.options} role="group" aria-label={words().results.title}>
        <For each={options()}>
          {(option, place) => (
            <button
              type="button"
              aria-pressed={chosen() === option}
              class={styles.option}
              onClick={() => setChosen(option)}
            >
              <kbd class="key">{place() + 1}</kbd>
              {said(option.label)}
            </button>
          )}
        </For>
      </div>
      <Show when={chosen()}>
        {(option) => (
          <div class={styles.details}>
            <Switch>
              <Match when={option().topic === 'booking'}>
                <div class={styles.field}>
                  <WhenInput
                    label={words().results.when}
                    class={styles.input}
                    value={appointmentAt() ?? ''}
                    timeZone={props.card.clinic.timeZone}
                    placeholder={`${words().results.when}: ${words().card.whenHint}`}
                    focused={appointmentAt() === undefined}
                    onCommit={setAppointmentAt}
                  />
                </div>
                <SuggestInput
                  id="result-doctor"
                  label={words().appointmentFields.doctor}
                  class={styles.input}
                  value={doctor()}
                  suggestions={props.card.clinic.doctors.map(({ name, service }) => ({
                    value: name,
                    detail: service,
                  }))}
                  placeholder={words().appointmentFields.doctor}
                  onCommit={setDoctor}
                />
              </Match>
              <Match when={option().topic === 'consultation'}>
                <div class={styles.field}>
                  <WhenInput
                    label={words().results.callbackWhen}
                    class={styles.input}
                    value={callbackAt() ?? ''}
                    timeZone={props.card.clinic.timeZone}
                    placeholder={`${words().results.callbackWhen}: ${words().card.whenHint}`}
                    onCommit={setCallbackAt}
                  />
                </div>
              </Match>
            </Switch>
            <input
              class={styles.input}
              aria-label={words().results.comment}
              placeholder={`${words().results.comment}, ${words().results.commentHint}`}
              maxLength={2000}
              value={comment()}
              onInput={(event) => setComment(event.currentTarget.value)}
            />
            <div class={styles.actions}>
              <button type="submit" class="button" data-look="main">
                {words().results.save} <kbd class="key">Enter</kbd>
              </button>
              <Show when={props.onCancel}>
                {(cancel) => (
                  <button type="button" class="button" data-look="quiet" onClick={() => cancel()()}>
                    {words().cancel}
                  </button>
                )}
              </Show>
            </div>
          </div>
        )}
      </Show>
    </form>
  )
}

/** Enter on a button or a link is that button's; a result's own button merely chose it. */
const isControl = (target: EventTarget | null) =>
  target instanceof Element && target.closest('button:not([aria-pressed]), a, summary') !== null
