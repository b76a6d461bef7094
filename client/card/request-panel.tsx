/** What came of the last call, how urgent it is, what was promised. Locks say who set them and who may change them. */
import { createMemo, Show } from 'solid-js'
import { dispositionOption } from '#domain/clinics/clinic.ts'
import { dispositionKey, priorities } from '#domain/documents/card.ts'
import { formatDay } from '#client/words/format.ts'
import { shortName } from '#client/words/names.ts'
import { said, words } from '#client/words/words.ts'
import { thisMinute } from '#client/workspace/clock.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import { createField, useCard } from './card-context.tsx'
import page from './card-page.module.css'
import { useChanges } from './changes.tsx'
import { ChoiceInput } from './choice-input.tsx'
import { FieldRow } from './field-row.tsx'
import styles from './request-panel.module.css'
import { WhenInput } from './when-input.tsx'

export function RequestPanel() {
  return (
    <section class={`${page.panel} ${styles.panel}`}>
      <header class={page.panelHead}>
        <h2>{words().card.request}</h2>
      </header>
      <LastResult />
      <Priority />
      <Callback />
    </section>
  )
}

function LastResult() {
  const card = useCard()
  const { nameOf } = useWorkspace()
  const changes = useChanges()
  /** Of the latest call that has a result. */
  const last = createMemo(() => {
    const calls = Object.keys(card.data.results).length === 0 ? [] : card.data.calls
    const call = calls.find(({ id }) => (card.data.results[id] ?? []).length > 0)
    const result = call && card.data.results[call.id]?.[0]
    return call && result && { call, ...result }
  })
  const key = () => {
    const found = last()
    return found ? dispositionKey(found.call.id, found.slot) : ''
  }
  const field = createField(card, 'dispositions', key, last)
  /** By the ledger; what was imported was set when the call was. */
  const setAt = (callStartedAt: number) => {
    const change = changes.last('dispositions', key())
    return change && !change.by.id.startsWith('service:') ? change.at : callStartedAt
  }
  const locked = () => !field.verdict().admitted
  const shown = () => {
    const result = last()?.disposition.result
    const option = dispositionOption(card.clinic, result ?? '')
    return option ? said(option.label) : (result ?? words().card.noResult)
  }
  return (
    <FieldRow
      label={words().card.result}
      field={field}
      wide
      note={
        <Show when={last()}>
          {(found) => (
            <>
              {words().card.lockedBy(
                shortName(nameOf(found().disposition.by)),
                formatDay(setAt(found().call.startedAt), thisMinute()),
              )}
              <Show when={locked()}>
                <br />
                {words().card.supervisorChanges}
              </Show>
            </>
          )}
        </Show>
      }
    >
      {(id) => (
        <output id={id} class={styles.result} data-empty={last() ? undefined : ''} title={shown()}>
          {shown()}
        </output>
      )}
    </FieldRow>
  )
}

function Priority() {
  const card = useCard()
  const changes = useChanges()
  const value = () => card.data.profile.priority
  const field = createField(card, 'profile', () => 'priority', value)
  const locked = () => {
    const verdict = field.verdict()
    return !verdict.admitted && verdict.code === 'priority-locked'
  }
  const setBy = () => (locked() ? changes.last('profile', 'priority') : undefined)
  return (
    <FieldRow
      label={words().fields.priority}
      field={field}
      note={
        <Show when={locked()}>
          <Show when={setBy()}>
            {(found) => (
              <>
                {words().card.lockedBy(shortName(found().by.name), formatDay(found().at, thisMinute()))}
                <br />
              </>
            )}
          </Show>
          {words().card.supervisorChanges}
        </Show>
      }
    >
      {(id) => (
        <ChoiceInput
          id={id}
          value={value()}
          options={priorities}
          nameOf={(priority) => words().priorities[priority]}
          disabled={!field.verdict().admitted}
          onChange={(priority) => card.set('profile', 'priority', priority)}
        />
      )}
    </FieldRow>
  )
}

function Callback() {
  const card = useCard()
  const value = () => card.data.profile.callbackAt ?? ''
  const field = createField(card, 'profile', () => 'callbackAt', value)
  return (
    <FieldRow label={words().fields.callbackAt} field={field}>
      {(id) => (
        <WhenInput
          id={id}
          value={value()}
          timeZone={card.clinic.timeZone}
          disabled={!field.verdict().admitted}
          onCommit={(at) => card.set('profile', 'callbackAt', at)}
        />
      )}
    </FieldRow>
  )
}
