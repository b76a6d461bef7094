/** The clinic's own questions about a topic: choices at one touch, names and sums typed. */
import { For, Match, Show, Switch } from 'solid-js'
import type { Clinic } from '#domain/clinics/clinic.ts'
import {
  longestAnswer,
  parseSum,
  type Answers,
  type Form,
  type Question,
} from '#domain/clinics/topic-form.ts'
import { SuggestInput } from '#client/card/suggest-input.tsx'
import { TextInput } from '#client/card/text-input.tsx'
import { formatSum } from '#client/words/format.ts'
import { said, words } from '#client/words/words.ts'
import results from './results.module.css'
import styles from './topic-questions.module.css'

export function TopicQuestions(props: {
  form: Form
  clinic: Clinic
  answers: Answers
  /** Those that must be answered before the result can be saved, once somebody has tried to. */
  missing: readonly Question[]
  onAnswer: (question: string, answer: string | number | undefined) => void
}) {
  return (
    <For each={props.form}>
      {(asking) => {
        const answer = () => props.answers[asking.id]
        const missing = () => props.missing.includes(asking)
        const label = () =>
          asking.required ? said(asking.label) : `${said(asking.label)}, ${words().results.optional}`
        const write = (text: string) => props.onAnswer(asking.id, text === '' ? undefined : text)
        return (
          <div class={styles.question} data-missing={missing() || undefined}>
            <Switch>
              <Match when={asking.kind === 'choice' && asking}>
                {(choice) => (
                  <fieldset class={styles.choice}>
                    <legend>{label()}</legend>
                    <div>
                      <For each={choice().options}>
                        {(option) => (
                          <label>
                            <input
                              type="radio"
                              name={`answer-${asking.id}`}
                              checked={answer() === option.id}
                              onChange={() => props.onAnswer(asking.id, option.id)}
                              onClick={() => {
                                // A second touch takes back what need not be answered.
                                if (answer() === option.id && !asking.required)
                                  props.onAnswer(asking.id, undefined)
                              }}
                            />
                            <span>{said(option.label)}</span>
                          </label>
                        )}
                      </For>
                    </div>
                  </fieldset>
                )}
              </Match>
              <Match when={asking.kind === 'doctor'}>
                <SuggestInput
                  id={`answer-${asking.id}`}
                  label={said(asking.label)}
                  class={results.input}
                  value={String(answer() ?? '')}
                  suggestions={props.clinic.doctors.map(({ name, service }) => ({
                    value: name,
                    detail: service,
                  }))}
                  placeholder={label()}
                  maxLength={longestAnswer}
                  onCommit={(text) => write(text.trim())}
                />
              </Match>
              <Match when={asking.kind === 'text'}>
                <TextInput
                  label={said(asking.label)}
                  class={results.input}
                  value={String(answer() ?? '')}
                  placeholder={label()}
                  maxLength={longestAnswer}
                  onCommit={write}
                />
              </Match>
              <Match when={asking.kind === 'sum'}>
                <TextInput
                  label={said(asking.label)}
                  class={results.input}
                  value={answer() === undefined ? '' : formatSum(Number(answer()))}
                  placeholder={`${label()}, ₽`}
                  onCommit={(text) => {
                    const sum = parseSum(text)
                    if (text !== '' && sum === undefined) return words().results.badSum
                    props.onAnswer(asking.id, sum)
                    return undefined
                  }}
                />
              </Match>
            </Switch>
            <Show when={missing()}>
              <p class={styles.missing} role="alert">
                {words().results.unanswered}
              </p>
            </Show>
          </div>
        )
      }}
    </For>
  )
}
