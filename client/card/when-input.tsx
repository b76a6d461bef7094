/** A moment, typed as it is said: `чт 10`, `tomorrow 15:30`, `+3d`. What was understood is shown before it is saved. */
import { createMemo, createSignal, Show } from 'solid-js'
import type { parseWhen } from '#domain/dates/parse-when.ts'
import { formatAppointment } from '#client/words/format.ts'
import { words } from '#client/words/words.ts'
import { thisMinute } from '#client/workspace/clock.ts'
import styles from './controls.module.css'
import { createDraft } from './draft.ts'

export function WhenInput(props: {
  id?: string
  label?: string
  class?: string | undefined
  /** What was typed before the field was made, and is not understood yet. */
  begun?: string | undefined
  /** ISO instant, or empty. */
  value: string
  /** The clinic's: the words are meant in it. */
  timeZone: string
  placeholder?: string
  disabled?: boolean
  focused?: boolean
  /** `undefined` empties the field. */
  onCommit: (at: string | undefined) => void
  /** Called as typed, understood or not; with `undefined` when the field is given back as it was. */
  onTyped?: (text: string | undefined) => void
}) {
  // The reader of dates is larger than this whole page: it comes when somebody is about to type one.
  const [reader, setReader] = createSignal<typeof parseWhen>()
  const [focused, setFocused] = createSignal(false)
  const load = () =>
    void import('#domain/dates/parse-when.ts').then((module) => setReader(() => module.parseWhen))
  const read = (text: string) => reader()?.(text, { now: Date.now(), timeZone: props.timeZone })
  const say = (at: string) => formatAppointment(Date.parse(at), thisMinute(), props.timeZone)

  const value = () => (props.value === '' ? '' : say(props.value))
  const draft = createDraft(
    value,
    (text) => {
      const when = text === '' ? undefined : read(text)
      if (text !== '' && !when) return words().card.badWhen
      if (when?.precision === 'day') return words().card.needTime
      props.onCommit(when?.at)
      return undefined
    },
    props.begun,
  )
  const understood = createMemo(() => {
    const when = draft.dirty() ? read(draft.text()) : undefined
    return when?.precision === 'minute' ? when.at : undefined
  })

  return (
    <>
      <input
        ref={(input) => {
          if (props.focused) queueMicrotask(() => input.focus())
        }}
        id={props.id}
        aria-label={props.label}
        class={props.class ?? styles.control}
        value={draft.text()}
        placeholder={props.placeholder ?? (focused() ? words().card.whenHint : words().card.empty)}
        disabled={props.disabled}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={draft.error() !== undefined}
        onFocus={(event) => {
          load()
          setFocused(true)
          event.currentTarget.select()
        }}
        onInput={(event) => {
          draft.type(event.currentTarget.value)
          // Typed back to what stands there, it is given back as well.
          props.onTyped?.(event.currentTarget.value === value() ? undefined : event.currentTarget.value)
        }}
        onBlur={() => {
          setFocused(false)
          draft.commit()
        }}
        onKeyDown={(event) => {
          draft.onKeyDown(event)
          if (event.key === 'Escape') props.onTyped?.(undefined)
        }}
      />
      <Show when={understood()}>{(at) => <p class={styles.hint}>{say(at())}</p>}</Show>
      <Show when={draft.error()}>
        <p class={styles.error} role="alert">
          {draft.error()}
        </p>
      </Show>
    </>
  )
}
