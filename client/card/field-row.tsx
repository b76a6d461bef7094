/** A field's name beside its value, in the colour of whoever is in it, with a lock when it may not be changed. */
import Lock from 'lucide-solid/icons/lock'
import { createUniqueId, Show, type JSX } from 'solid-js'
import { personColour } from '#client/design/person-colour.ts'
import { refusals, type RefusalCode } from '#domain/policy/verdict.ts'
import { givenName } from '#client/words/names.ts'
import { said } from '#client/words/words.ts'
import type { Field } from './card-context.tsx'
import styles from './field-row.module.css'

/** Codes that lock one field, as opposed to a card that is for reading only. */
const locks: readonly RefusalCode[] = ['disposition-locked', 'priority-locked']

export function FieldRow(props: {
  label: string
  field: Field
  /** Draws the control, given the id that the label points to. */
  children: (id: string) => JSX.Element
  /** Below the value: who locked it, when. */
  note?: JSX.Element
  /** For long values: the name above, the value in the whole width. */
  wide?: boolean
}) {
  const id = createUniqueId()
  const lock = () => {
    const verdict = props.field.verdict()
    return !verdict.admitted && locks.includes(verdict.code) ? verdict.code : undefined
  }
  return (
    <div
      class={styles.row}
      data-wide={props.wide || undefined}
      onFocusIn={() => props.field.enter()}
      onFocusOut={() => props.field.leave()}
    >
      <label for={id}>{props.label}</label>
      <Occupied field={props.field}>
        {props.children(id)}
        <Show when={props.note}>
          <p class={styles.note}>
            <Show when={lock()}>
              {(code) => (
                <span class={styles.lock} title={said(refusals[code()])}>
                  <Lock size={13} role="img" aria-label={said(refusals[code()])} />
                </span>
              )}
            </Show>
            {props.note}
          </p>
        </Show>
      </Occupied>
    </div>
  )
}

/** The frame and flag of the colleague who is in a field. */
export function Occupied(props: { field: Field; children: JSX.Element }) {
  const first = () => props.field.others()[0]
  return (
    <div
      class={styles.value}
      data-occupied={first() ? '' : undefined}
      data-person-colour={first() && personColour(first()?.person.id ?? '')}
    >
      {props.children}
      <Show when={first()}>
        {(presence) => <span class={styles.flag}>{givenName(presence().person.name)}</span>}
      </Show>
    </div>
  )
}
