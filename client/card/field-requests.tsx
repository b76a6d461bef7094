/** What colleagues ask to be written on this card that they may not write: a supervisor does it, or not. */
import { For, Show } from 'solid-js'
import { requestKey, type FieldRequest, type RequestedField } from '#domain/documents/card.ts'
import type { Json } from '#domain/documents/shape.ts'
import { supervises } from '#domain/people/person.ts'
import type { FieldIntent } from '#domain/replica/intent.ts'
import { words } from '#client/words/words.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import { useCard } from './card-context.tsx'
import { fieldName, shownValue } from './field-names.ts'
import styles from './field-requests.module.css'

export function FieldRequests() {
  const card = useCard()
  return (
    <Show when={card.data.requests.length > 0}>
      <ul class={styles.requests} aria-label={words().requests.title}>
        <For each={card.data.requests}>{(request) => <Request request={request} />}</For>
      </ul>
    </Show>
  )
}

function Request(props: { request: RequestedField & FieldRequest }) {
  const card = useCard()
  const { person, nameOf } = useWorkspace()
  const wanted = () => {
    const { root, key, value } = props.request
    return shownValue(root, key, value, card.clinic)
  }
  const takeAway = (): FieldIntent => ({ kind: 'remove', root: 'requests', key: requestKey(props.request) })

  function write(): void {
    const { root, key, value } = props.request
    const field: FieldIntent =
      value === undefined ? { kind: 'remove', root, key } : { kind: 'set', root, key, value: inMyName(value) }
    card.act([field, takeAway()])
  }
  /** A result carries the name of whoever sets it. */
  const inMyName = (value: Json): Json =>
    props.request.root === 'dispositions' && typeof value === 'object' && value !== null && 'by' in value
      ? { ...value, by: person.id }
      : value

  return (
    <li>
      <span>
        {words().requests.asks(nameOf(props.request.by))} {fieldName(props.request.root, props.request.key)} →{' '}
        <q>{wanted()}</q>
      </span>
      <Show when={supervises(person)}>
        <button type="button" class="button" onClick={write}>
          {words().requests.write}
        </button>
        <button type="button" class="button" data-look="quiet" onClick={() => card.act([takeAway()])}>
          {words().requests.decline}
        </button>
      </Show>
      <Show when={!supervises(person) && props.request.by === person.id}>
        <button type="button" class="button" data-look="quiet" onClick={() => card.act([takeAway()])}>
          {words().requests.withdraw}
        </button>
      </Show>
    </li>
  )
}
