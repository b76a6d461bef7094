/** How the patient is reached, who speaks for them, where they heard of the clinic. */
import X from 'lucide-solid/icons/x'
import { For, Show } from 'solid-js'
import { relations } from '#domain/documents/card.ts'
import { formatPhone, parsePhone, type PhoneNumber } from '#domain/phone.ts'
import { mayWork } from '#domain/policy/card.ts'
import { words } from '#client/words/words.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import { createField, useCard } from './card-context.tsx'
import page from './card-page.module.css'
import { ChoiceInput } from './choice-input.tsx'
import { FieldRow, Occupied } from './field-row.tsx'
import styles from './patient-panel.module.css'
import { SuggestInput } from './suggest-input.tsx'
import { TextInput } from './text-input.tsx'

export function PatientPanel() {
  return (
    <section class={page.panel}>
      <header class={page.panelHead}>
        <h2>{words().card.patient}</h2>
      </header>
      <Relation />
      <Phones />
      <Source />
      <Tags />
    </section>
  )
}

function Relation() {
  const card = useCard()
  const value = () => card.data.profile.relation
  const field = createField(card, 'profile', () => 'relation', value)
  return (
    <FieldRow label={words().fields.relation} field={field}>
      {(id) => (
        <ChoiceInput
          id={id}
          value={value()}
          options={relations}
          nameOf={(relation) => words().relations[relation]}
          disabled={!field.verdict().admitted}
          onChange={(relation) => card.set('profile', 'relation', relation)}
        />
      )}
    </FieldRow>
  )
}

function Source() {
  const card = useCard()
  const value = () => card.data.profile.source ?? ''
  const field = createField(card, 'profile', () => 'source', value)
  return (
    <FieldRow label={words().fields.source} field={field}>
      {(id) => (
        <SuggestInput
          id={id}
          value={value()}
          suggestions={card.clinic.sources.map((source) => ({ value: source }))}
          disabled={!field.verdict().admitted}
          onCommit={(text) => card.set('profile', 'source', text === '' ? undefined : text)}
        />
      )}
    </FieldRow>
  )
}

function Tags() {
  const card = useCard()
  const value = () => (card.data.profile.tags ?? []).join(', ')
  const field = createField(card, 'profile', () => 'tags', value)

  function commit(text: string): void {
    const tags = text
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean)
    card.set('profile', 'tags', tags.length === 0 ? undefined : tags)
  }
  return (
    <FieldRow label={words().fields.tags} field={field}>
      {(id) => (
        <TextInput
          id={id}
          value={value()}
          hint={words().card.tagsHint}
          disabled={!field.verdict().admitted}
          onCommit={commit}
        />
      )}
    </FieldRow>
  )
}

function Phones() {
  const card = useCard()
  const { person } = useWorkspace()

  function add(text: string): string | undefined {
    if (text === '') return undefined
    const number = parsePhone(text)
    if (!number) return words().card.badPhone
    // Written again it would lose whose it is.
    if (card.data.phones.some((phone) => phone.number === number)) return words().card.knownPhone
    card.set('phones', number, { label: '' })
    return undefined
  }
  return (
    <div class={styles.phones} role="group" aria-label={words().card.phones}>
      <span class={styles.label}>{words().card.phones}</span>
      <ul>
        <For each={card.data.phones}>{(phone) => <Phone number={phone.number} label={phone.label} />}</For>
        <Show when={mayWork(card.clinic, person).admitted}>
          <li>
            <TextInput
              label={words().card.addPhone}
              class={styles.add}
              value=""
              placeholder={`+ ${words().card.anotherPhone}`}
              hint="+7"
              inputmode="tel"
              onCommit={add}
            />
          </li>
        </Show>
      </ul>
    </div>
  )
}

function Phone(props: { number: PhoneNumber; label: string }) {
  const card = useCard()
  const field = createField(
    card,
    'phones',
    () => props.number,
    () => props.label,
  )
  return (
    <li class={styles.phone} onFocusIn={() => field.enter()} onFocusOut={() => field.leave()}>
      <Occupied field={field}>
        <span class={styles.number}>{formatPhone(props.number)}</span>
        <TextInput
          label={`${words().card.phoneLabel}: ${formatPhone(props.number)}`}
          class={styles.whose}
          value={props.label}
          placeholder={words().card.phoneLabel}
          disabled={!field.verdict().admitted}
          onCommit={(label) => card.set('phones', props.number, { label })}
        />
        <Show when={field.verdict().admitted}>
          <button
            type="button"
            aria-label={words().card.removePhone(formatPhone(props.number))}
            onClick={() => card.set('phones', props.number, undefined)}
          >
            <X size={13} />
          </button>
        </Show>
      </Occupied>
    </li>
  )
}
