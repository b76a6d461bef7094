/** Number and noun in agreement: `1 звонок, 2 звонка, 5 звонков`. */
import type { Language } from '#domain/clinics/clinic.ts'

export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

/** `#` in a form stands for the number. */
export function pluralIn(language: Language): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language)
  const figures = new Intl.NumberFormat(language)
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', figures.format(count))
}
