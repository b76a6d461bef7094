/**
 * What a clinic wants to know of a topic beside its result: the questions of a complaint, of a purchase. The questions
 * are settings of the clinic; an answer is judged by its question wherever it comes from.
 */
import * as v from 'valibot'

const id = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/))
const text = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(100))
const label = v.object({ ru: text, en: text })
const asked = { id, label, required: v.boolean() }

/** Each `id` stands once. */
export const haveOwnIds = (named: readonly { id: string }[]): boolean =>
  new Set(named.map((one) => one.id)).size === named.length

export const question = v.variant('kind', [
  v.object({
    ...asked,
    kind: v.literal('choice'),
    options: v.pipe(
      v.array(v.object({ id, label })),
      v.minLength(1),
      v.maxLength(12),
      v.check((options) => haveOwnIds(options), 'two options with one id'),
    ),
  }),
  /** One of the clinic's doctors, or somebody else by name. */
  v.object({ ...asked, kind: v.literal('doctor') }),
  v.object({ ...asked, kind: v.literal('text') }),
  /** An amount of money. */
  v.object({ ...asked, kind: v.literal('sum') }),
])
export type Question = v.InferOutput<typeof question>
export type Form = readonly Question[]

/** By question: the id of an option, a text, or a sum in kopecks. */
export type Answers = Readonly<Record<string, string | number>>

export const longestAnswer = 500
/** In kopecks: a hundred million roubles. */
const largestSum = 10_000_000_000

export function isAnswer(asking: Question, answer: string | number): boolean {
  switch (asking.kind) {
    case 'choice':
      return asking.options.some((option) => option.id === answer)
    case 'doctor':
    case 'text':
      return typeof answer === 'string' && answer.trim() !== '' && answer.length <= longestAnswer
    case 'sum':
      return Number.isSafeInteger(answer) && Number(answer) >= 0 && Number(answer) <= largestSum
  }
}

/** Each answer is one to a question of the form. */
export const answersFit = (form: Form, answers: Answers): boolean =>
  Object.entries(answers).every(([name, answer]) => {
    const asking = form.find((candidate) => candidate.id === name)
    return asking !== undefined && isAnswer(asking, answer)
  })

/** What must be answered and is not. */
export const unanswered = (form: Form, answers: Answers): Question[] =>
  form.filter((asking) => asking.required && !Object.hasOwn(answers, asking.id))

/** Kopecks; from `12 500`, `12500,50`, `12 500.5 ₽`, `₽12,500`. `undefined` for what is no amount of money. */
export function parseSum(typed: string): number | undefined {
  const bare = typed.replaceAll(/[\s\u00a0\u202f]|₽|руб\.?|р\.?$/giu, '')
  const ungrouped = /^\d{1,3}(,\d{3})+(\.\d{1,2})?$/.test(bare) ? bare.replaceAll(',', '') : bare
  const [, roubles, kopecks = ''] = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(ungrouped) ?? []
  if (roubles === undefined) return undefined
  const sum = Number(roubles) * 100 + Number(kopecks.padEnd(2, '0'))
  return sum <= largestSum ? sum : undefined
}
