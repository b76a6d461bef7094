import { For, Show } from 'solid-js'
import { words } from '#client/words/words.ts'
import styles from './controls.module.css'

/** One of a few; the platform's own select, so that it opens, types ahead and reads aloud as people are used to. */
export function ChoiceInput<Value extends string>(props: {
  id?: string
  label?: string
  class?: string | undefined
  value: Value | undefined
  options: readonly Value[]
  nameOf: (value: Value) => string
  /** What an empty field says. */
  empty?: string
  disabled?: boolean
  onChange: (value: Value | undefined) => void
}) {
  const isKnown = () => props.value === undefined || props.options.includes(props.value)
  return (
    <select
      id={props.id}
      aria-label={props.label}
      class={`select ${props.class ?? styles.control}`}
      data-empty={props.value === undefined ? '' : undefined}
      disabled={props.disabled}
      onChange={(event) =>
        props.onChange(props.options.find((option) => option === event.currentTarget.value))
      }
    >
      <option value="" selected={props.value === undefined}>
        {props.empty ?? words().card.empty}
      </option>
      <Show when={!isKnown() && props.value}>
        {(value) => (
          <option value={value()} selected>
            {props.nameOf(value())}
          </option>
        )}
      </Show>
      <For each={props.options}>
        {(option) => (
          <option value={option} selected={option === props.value}>
            {props.nameOf(option)}
          </option>
        )}
      </For>
    </select>
  )
}
