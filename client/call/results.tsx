/** What came of a call: a digit chooses, Enter saves. A call may have several topics, each with its own result. */
import Check from 'lucide-solid/icons/check'
import Lock from 'lucide-solid/icons/lock'
import { createMemo, createSignal, For, onCleanup, Show } from 'solid-js'
import { dispositionOption, formFor } from '#domain/clinics/clinic.ts'
import { dispositionKey } from '#domain/documents/card.ts'
import type { CallId } from '#domain/ids.ts'
import { sayAnswers } from '#client/card/answers.ts'
import type { Card, CallResult } from '#client/documents/card.ts'
import { shortName } from '#client/words/names.ts'
import { said, words } from '#client/words/words.ts'
import { isTyping } from '#client/workspace/typing.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import { Interrupted } from './interrupted.tsx'
import { draftOf } from './result-draft.ts'
import { ResultForm } from './result-form.tsx'
import styles from './results.module.css'

const mostTopics = 9

export function Results(props: { card: Card; call: CallId }) {
  const { nameOf } = useWorkspace()
  const saved = createMemo(() => props.card.data.results[props.call] ?? [])
  const taken = createMemo(() => saved().map((result) => result.slot))
  const mayWrite = (topic: number) => {
    // Read so that the answer follows what is saved: a result that is there is locked.
    taken()
    return props.card.verdict('dispositions', dispositionKey(props.call, topic)).admitted
  }
  /** What is saved of a topic, to be compared: the store's own objects change in place. */
  const standing = (topic: number) =>
    JSON.stringify(saved().find((result) => result.slot === topic)?.disposition)
  /** A topic that somebody has taken up, and what stood there then. */
  const [editing, setEditing] = createSignal<{ topic: number; over: string | undefined }>()
  const edit = (topic: number | undefined) =>
    setEditing(topic === undefined ? undefined : { topic, over: standing(topic) })
  /** The topic that is being given a result; none when all have one, or when a colleague was first. */
  const slot = () => {
    const { topic, over } = editing() ?? { topic: saved().length === 0 ? 1 : undefined, over: undefined }
    if (topic === undefined || !mayWrite(topic)) return undefined
    const now = standing(topic)
    return now === undefined || now === over ? topic : undefined
  }
  const nextTopic = () =>
    Array.from({ length: mostTopics }, (_, index) => index + 1).find((topic) => !taken().includes(topic))

  function onKey(event: KeyboardEvent): void {
    if (event.key !== '+' || slot() !== undefined || isTyping()) return
    event.preventDefault()
    edit(nextTopic())
  }
  document.addEventListener('keydown', onKey)
  onCleanup(() => document.removeEventListener('keydown', onKey))

  return (
    <section class={styles.results} aria-label={words().results.title}>
      <header>
        <h2>{words().results.title}</h2>
        <Show when={slot() !== undefined}>
          <span>{words().results.keys}</span>
        </Show>
      </header>
      <For each={saved()}>
        {(result) => {
          const draft = draftOf(props.card, props.call, result.slot)
          return (
            <Show when={slot() !== result.slot}>
              <Saved
                card={props.card}
                result={result}
                changeable={mayWrite(result.slot)}
                onChange={() => edit(result.slot)}
              />
              <Show when={draft.written()}>
                <Interrupted card={props.card} draft={draft} by={shortName(nameOf(result.disposition.by))} />
              </Show>
            </Show>
          )
        }}
      </For>
      <Show when={slot()} keyed>
        {(topic) => (
          <>
            <Show when={topic > 1}>
              <p class={styles.topic}>{words().results.topic(topic)}</p>
            </Show>
            <ResultForm
              card={props.card}
              call={props.call}
              slot={topic}
              draft={draftOf(props.card, props.call, topic)}
              onDone={() => setEditing(undefined)}
              onCancel={saved().length > 0 ? () => setEditing(undefined) : undefined}
            />
          </>
        )}
      </Show>
      <Show when={slot() === undefined && mayWrite(nextTopic() ?? 1)}>
        <Show when={nextTopic()} fallback={<p class={styles.topic}>{words().results.full}</p>}>
          {(topic) => (
            <button type="button" class={styles.option} onClick={() => edit(topic())}>
              <kbd class="key">+</kbd>
              {words().results.another}
            </button>
          )}
        </Show>
      </Show>
    </section>
  )
}

function Saved(props: { card: Card; result: CallResult; changeable: boolean; onChange: () => void }) {
  const { nameOf } = useWorkspace()
  const option = () => dispositionOption(props.card.clinic, props.result.disposition.result)
  return (
    <div class={styles.saved}>
      <Check size={17} />
      <div>
        <b>
          {said(
            option()?.label ?? { ru: props.result.disposition.result, en: props.result.disposition.result },
          )}
        </b>
        <For
          each={sayAnswers(
            formFor(props.card.clinic, props.result.disposition.result),
            props.result.disposition.answers,
          )}
        >
          {(answer) => <p>{answer}</p>}
        </For>
        <Show when={props.result.disposition.comment}>
          <p>{props.result.disposition.comment}</p>
        </Show>
        <p class={styles.lock}>
          <Show when={!props.changeable}>
            <Lock size={13} />
          </Show>
          {shortName(nameOf(props.result.disposition.by))}
          <Show when={!props.changeable}>, {words().card.supervisorChanges}</Show>
        </p>
      </div>
      <Show when={props.changeable}>
        <button type="button" class="button" data-look="quiet" onClick={() => props.onChange()}>
          {words().results.change}
        </button>
      </Show>
    </div>
  )
}
