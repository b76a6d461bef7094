/** One topic's result. Each topic has its own form: a booking asks when, a consultation when to call back, the rest what the clinic wants to know. */
import { createSignal, For, Match, onCleanup, onMount, Show, Switch } from 'solid-js'
import { formFor, type DispositionOption } from '#domain/clinics/clinic.ts'
import { unanswered } from '#domain/clinics/topic-form.ts'
import { dispositionKey } from '#domain/documents/card.ts'
import type { CallId } from '#domain/ids.ts'
import { newAppointmentId, nextAppointment, writeAppointment } from '#client/card/appointment.ts'
import { SuggestInput } from '#client/card/suggest-input.tsx'
import { WhenInput } from '#client/card/when-input.tsx'
import type { Card } from '#client/documents/card.ts'
import { said, words } from '#client/words/words.ts'
import { isTyping } from '#client/workspace/typing.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import { answersTo, type ResultDraft } from './result-draft.ts'
import styles from './results.module.css'
import { TopicQuestions } from './topic-questions.tsx'

export function ResultForm(props: {
  card: Card
  call: CallId
  slot: number
  draft: ResultDraft
  onDone: () => void
  onCancel: (() => void) | undefined
}) {
  const { person } = useWorkspace()
  const options = () => props.card.clinic.dispositions
  const begun = () => props.draft.begun
  const chosen = () => begun().option
  const upcoming = nextAppointment(props.card, Date.now())
  const appointmentAt = () => {
    const typed = begun().appointment
    return typed && 'at' in typed ? typed.at : upcoming?.at
  }
  const doctor = () => begun().doctor ?? upcoming?.doctor ?? ''
  const callbackAt = () => {
    const typed = begun().callback
    return typed && 'at' in typed ? typed.at : props.card.data.profile.callbackAt
  }
  const questions = () => {
    const option = chosen()
    return option ? formFor(props.card.clinic, option.id) : []
  }
  const answers = () => answersTo(questions(), begun().answers)
  const missing = () => unanswered(questions(), answers())
  /** Somebody has tried to save what is not complete. */
  const [tried, setTried] = createSignal(false)
  let form!: HTMLFormElement

  // Dates are read by a part of the program that comes on demand: it should be there before the first one is typed.
  onMount(() => void import('#domain/dates/parse-when.ts'))

  function choose(option: DispositionOption): void {
    setTried(false)
    props.draft.write({ option })
  }
  function save(): void {
    const option = chosen()
    // A field that was not understood says so itself; nothing is saved around it.
    if (!option || form.querySelector('[aria-invalid="true"]')) return
    const unread =
      (option.topic === 'booking' && begun().appointment?.text) ||
      (option.topic === 'consultation' && begun().callback?.text)
    if (unread) return form.querySelector<HTMLElement>(`.${styles.field} input`)?.focus()
    setTried(true)
    if (missing().length > 0) return form.querySelector<HTMLElement>('[data-missing] input')?.focus()
    if (option.topic === 'booking') saveAppointment()
    if (option.topic === 'consultation') props.card.set('profile', 'callbackAt', callbackAt())
    const disposition = {
      result: option.id,
      comment: begun().comment?.trim() ?? '',
      by: person.id,
      ...(questions().length > 0 && { answers: answers() }),
    }
    props.draft.clear()
    props.card.set('dispositions', dispositionKey(props.call, props.slot), disposition)
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
    if (option) choose(option)
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
              aria-pressed={chosen()?.id === option.id}
              class={styles.option}
              onClick={() => choose(option)}
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
                    begun={begun().appointment?.text}
                    onTyped={(text) => props.draft.write({ appointment: { ...begun().appointment, text } })}
                    onCommit={(at) => props.draft.write({ appointment: { at, text: undefined } })}
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
                  onCommit={(name) => props.draft.write({ doctor: name })}
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
                    begun={begun().callback?.text}
                    onTyped={(text) => props.draft.write({ callback: { ...begun().callback, text } })}
                    onCommit={(at) => props.draft.write({ callback: { at, text: undefined } })}
                  />
                </div>
              </Match>
            </Switch>
            <TopicQuestions
              form={questions()}
              clinic={props.card.clinic}
              answers={answers()}
              missing={tried() ? missing() : []}
              onAnswer={(question, answer) => props.draft.answer(question, answer)}
            />
            <input
              class={styles.input}
              aria-label={words().results.comment}
              placeholder={`${words().results.comment}, ${words().results.commentHint}`}
              maxLength={2000}
              value={begun().comment ?? ''}
              onInput={(event) => props.draft.write({ comment: event.currentTarget.value })}
            />
            <div class={styles.actions}>
              <button type="submit" class="button" data-look="main">
                {words().results.save} <kbd class="key">Enter</kbd>
              </button>
              <Show when={props.onCancel}>
                {(cancel) => (
                  <button
                    type="button"
                    class="button"
                    data-look="quiet"
                    onClick={() => {
                      props.draft.clear()
                      cancel()()
                    }}
                  >
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
