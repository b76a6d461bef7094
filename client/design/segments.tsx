import { createUniqueId, For } from 'solid-js'
import styles from './segments.module.css'

/** A few choices of which one holds, all in sight. Native radio buttons underneath. */
export function Segments<Value extends string>(props: {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
}) {
  const name = createUniqueId()
  return (
    <fieldset class={styles.segments}>
      <legend>{props.label}</legend>
      <div>
        <For each={props.options}>
          {(option) => (
            <label>
              <input
                type="radio"
                name={name}
                checked={props.value === option.value}
                onChange={() => props.onChange(option.value)}
              />
              <span>{option.label}</span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  )
}
