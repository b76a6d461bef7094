/**
 * A result that somebody has begun to give. It outlives its form: when a colleague sets the result first, or another
 * card comes to the front, nothing of it is lost.
 */
import { createStore, reconcile } from 'solid-js/store'
import { formFor, type DispositionOption } from '#domain/clinics/clinic.ts'
import { isAnswer, type Answers, type Form } from '#domain/clinics/topic-form.ts'
import type { CallId } from '#domain/ids.ts'
import { sayAnswers } from '#client/card/answers.ts'
import type { Card } from '#client/documents/card.ts'
import { formatAppointment } from '#client/words/format.ts'
import { said, words } from '#client/words/words.ts'
import { thisMinute } from '#client/workspace/clock.ts'

/**
 * A moment as far as it has been typed: as it was last understood, absent when nothing has been, and the text that has
 * not been yet.
 */
export interface DraftMoment {
  at?: string | undefined
  text?: string | undefined
}

/** What is absent has not been touched. */
interface Begun {
  option?: DispositionOption | undefined
  comment?: string | undefined
  appointment?: DraftMoment | undefined
  doctor?: string | undefined
  callback?: DraftMoment | undefined
  answers?: Answers | undefined
}

export interface ResultDraft {
  readonly begun: Begun
  write(fields: Begun): void
  answer(question: string, answer: string | number | undefined): void
  clear(): void
  /** All that was typed, as a person would write it down; empty when that is nothing. */
  written(): string
}

const drafts = new WeakMap<Card, Map<string, ResultDraft>>()

/** The same draft for as long as the card is open. */
export function draftOf(card: Card, call: CallId, slot: number): ResultDraft {
  const ofCard = drafts.get(card) ?? new Map<string, ResultDraft>()
  drafts.set(card, ofCard)
  const key = `${call}/${slot}`
  const draft = ofCard.get(key) ?? createDraft(card)
  ofCard.set(key, draft)
  return draft
}

/** Answers of one form: those given to another result's questions are left out. */
export const answersTo = (form: Form, answers: Answers = {}): Answers =>
  Object.fromEntries(
    form.flatMap((asking) => {
      const answer = answers[asking.id]
      return answer !== undefined && isAnswer(asking, answer) ? [[asking.id, answer]] : []
    }),
  )

function createDraft(card: Card): ResultDraft {
  const [begun, setBegun] = createStore<Begun>({})
  const moment = (label: string, typed: DraftMoment | undefined) => {
    const at =
      typed?.at === undefined
        ? undefined
        : formatAppointment(Date.parse(typed.at), thisMinute(), card.clinic.timeZone)
    const shown = typed?.text || at
    return shown ? [`${label}: ${shown}`] : []
  }
  return {
    begun,
    write: (fields) => setBegun(fields),
    answer(question, answer) {
      const { [question]: _before, ...others } = begun.answers ?? {}
      setBegun('answers', reconcile(answer === undefined ? others : { ...others, [question]: answer }))
    },
    clear: () => setBegun(reconcile({})),
    written() {
      const { option, comment, appointment, doctor, callback, answers } = begun
      const form = option ? formFor(card.clinic, option.id) : []
      const typed = [
        ...moment(words().results.when, appointment),
        ...(doctor ? [`${words().appointmentFields.doctor}: ${doctor}`] : []),
        ...moment(words().results.callbackWhen, callback),
        ...sayAnswers(form, answersTo(form, answers)),
        ...(comment?.trim() ? [comment.trim()] : []),
      ]
      return typed.length === 0 ? '' : [...(option ? [said(option.label)] : []), ...typed].join('. ')
    },
  }
}
