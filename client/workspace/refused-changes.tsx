/** What the server did not admit: which field, what was typed, why, and what to do. It stays until dealt with. */
import { For, Show } from 'solid-js'
import { parseDocumentName } from '#domain/documents/names.ts'
import { supervises } from '#domain/people/person.ts'
import type { Intent } from '#domain/replica/intent.ts'
import { refusals } from '#domain/policy/verdict.ts'
import { fieldName, shownValue } from '#client/card/field-names.ts'
import { CopyButton } from '#client/design/copy-button.tsx'
import type { RefusedChange } from '#client/documents/saving.ts'
import { said, words } from '#client/words/words.ts'
import { cardHref } from './addresses.ts'
import styles from './refused-changes.module.css'
import { useWorkspace } from './workspace.tsx'

export const refusedChangesId = 'refused-changes'
const list = () => document.querySelector<HTMLElement>(`#${refusedChangesId}`)

export function RefusedChanges() {
  const { saving } = useWorkspace()
  return (
    <div
      id={refusedChangesId}
      popover="auto"
      role="dialog"
      class={styles.list}
      aria-labelledby="refused-title"
    >
      <h2 id="refused-title">{words().refused.title}</h2>
      <p class={styles.lead}>{words().refused.lead}</p>
      <ul>
        <For each={saving.refused()}>{(change) => <Refused change={change} />}</For>
      </ul>
    </div>
  )
}

function Refused(props: { change: RefusedChange }) {
  const { clinics, person } = useWorkspace()
  const document = () => parseDocumentName(props.change.document)
  const clinic = () => {
    const name = document()
    return name && 'clinic' in name ? clinics.find(({ id }) => id === name.clinic) : undefined
  }
  const href = () => {
    const name = document()
    return name?.kind === 'card' ? cardHref(name.clinic, name.patient) : undefined
  }
  const written = (intent: Intent) => {
    if (intent.kind === 'set') return shownValue(intent.root, intent.key, intent.value, clinic())
    return intent.kind === 'edit' && intent.inserted !== '' ? intent.inserted : words().refused.removed
  }
  const fields = () =>
    props.change.action.intents.map((intent) => ({
      name: fieldName(intent.root, intent.kind === 'edit' ? '' : intent.key),
      written: written(intent),
    }))

  /** Of a card, and not text: text has a place in the notes already. */
  const cardFields = () => {
    const { intents } = props.change.action
    const written = intents.filter((intent) => intent.kind !== 'edit')
    return href() !== undefined && written.length === intents.length ? written : undefined
  }
  const asNote = () =>
    fields()
      .map(({ name, written: text }) => `${name}: ${text}`)
      .join('\n')

  const allWritten = () =>
    fields()
      .map(({ written: text }) => text)
      .join('\n')

  return (
    <li class={styles.change} data-clinic-colour={clinic()?.colour}>
      <p class={styles.reason}>{said(refusals[props.change.action.code])}</p>
      <For each={fields()}>
        {(field) => (
          <p class={styles.field}>
            <span>{field.name}</span>
            <q>{field.written}</q>
          </p>
        )}
      </For>
      <p class={styles.hint}>{words().refused.whatToDo}</p>
      <p class={styles.actions}>
        <CopyButton text={allWritten()} />
        <Show when={href()}>
          {(address) => (
            <a class="button" href={address()} onClick={() => list()?.hidePopover()}>
              {words().refused.openCard}
            </a>
          )}
        </Show>
        <Show when={cardFields()}>
          {(written) => (
            <>
              <button type="button" class="button" onClick={() => props.change.keepAsNote(asNote())}>
                {words().refused.keepAsNote}
              </button>
              <Show when={!supervises(person)}>
                <button type="button" class="button" onClick={() => props.change.askSupervisor(written())}>
                  {words().refused.askSupervisor}
                </button>
              </Show>
            </>
          )}
        </Show>
        <button type="button" class="button" data-look="quiet" onClick={() => props.change.dismiss()}>
          {words().refused.dismiss}
        </button>
      </p>
    </li>
  )
}
