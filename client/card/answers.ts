/** The answers to a clinic's questions about a topic, as they are read: `На что: Врач`. */
import type { Answers, Form } from '#domain/clinics/topic-form.ts'
import { formatSum } from '#client/words/format.ts'
import { said } from '#client/words/words.ts'

/** In the form's order; what is not asked any more comes last, under the name it was kept by. */
export function sayAnswers(form: Form, answers: Answers = {}): string[] {
  const asked = form.flatMap((asking) => {
    const answer = answers[asking.id]
    if (answer === undefined) return []
    const option = asking.kind === 'choice' && asking.options.find(({ id }) => id === answer)
    const sum = asking.kind === 'sum' && typeof answer === 'number' && formatSum(answer)
    return [`${said(asking.label)}: ${(option && said(option.label)) || sum || answer}`]
  })
  const others = Object.entries(answers).filter(([name]) => !form.some(({ id }) => id === name))
  return [...asked, ...others.map(([name, answer]) => `${name}: ${answer}`)]
}
