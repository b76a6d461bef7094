/** A change in the history: who, which fields, and on request from what to what. */
import ChevronRight from 'lucide-solid/icons/chevron-right'
import PenLine from 'lucide-solid/icons/pen-line'
import { createSignal, For, Show } from 'solid-js'
import type { CardChange } from '#client/api/shapes.ts'
import { words } from '#client/words/words.ts'
import { By, Time } from './call-row.tsx'
import { useCard } from './card-context.tsx'
import { fieldName, shownValue } from './field-names.ts'
import styles from './history.module.css'

export function ChangeRow(props: { change: CardChange }) {
  const [open, setOpen] = createSignal(false)
  const names = () => [
    ...new Set(
      props.change.changes.map((change) => fieldName(change.root, 'key' in change ? change.key : '')),
    ),
  ]
  return (
    <li class={styles.row} data-change>
      <Time at={props.change.at} />
      <span>
        <PenLine size={16} />
      </span>
      <span class={styles.what} title={names().join(', ')}>
        <span>{words().history.changed(names().join(', ').toLowerCase())}</span>
        <By name={props.change.by.name || words().history.system} />
      </span>
      <button
        type="button"
        class={styles.more}
        aria-expanded={open()}
        aria-label={words().history.details}
        onClick={() => setOpen(!open())}
      >
        <ChevronRight size={15} />
      </button>
      <Show when={open()}>
        <dl class={styles.details}>
          <For each={props.change.changes}>{(change) => <Detail change={change} />}</For>
        </dl>
      </Show>
    </li>
  )
}

function Detail(props: { change: CardChange['changes'][number] }) {
  const card = useCard()
  const change = () => props.change
  const shown = (value: unknown, key: string) => shownValue(change().root, key, value, card.clinic)
  return (
    <>
      <dt>{fieldName(change().root, 'key' in props.change ? props.change.key : '')}</dt>
      <dd>
        {props.change.type === 'text' ? (
          <>
            <ins>{props.change.inserted}</ins>{' '}
            <span class="muted">
              {words().history.edited(props.change.inserted.length, props.change.deleted)}
            </span>
          </>
        ) : (
          <>
            <Show when={props.change.before !== undefined}>
              <del>{shown(props.change.before, props.change.key)}</del> →{' '}
            </Show>
            <ins>{shown(props.change.after, props.change.key)}</ins>
          </>
        )}
      </dd>
    </>
  )
}
