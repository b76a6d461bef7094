/** The card that the parts of a card page belong to, and what each field needs to know. */
import { createContext, createMemo, useContext, type Accessor } from 'solid-js'
import type { Presence } from '#client/documents/connection.ts'
import type { Card } from '#client/documents/card.ts'
import type { Verdict } from '#domain/policy/verdict.ts'

const Context = createContext<Card>()
export const CardProvider = Context.Provider

export function useCard(): Card {
  const card = useContext(Context)
  if (!card) throw new Error('used outside a card')
  return card
}

export interface Field {
  /** Colleagues who are in this field now. */
  others: Accessor<readonly Presence[]>
  /** Whether this person may change it. */
  verdict: Accessor<Verdict>
  /** To be called when the person enters and leaves, so that the others see it. */
  enter(): void
  leave(): void
}

/** `value` is read so that the verdict follows the field: what is locked depends on what it says. */
export function createField(
  card: Card,
  root: string,
  key: Accessor<string>,
  value: Accessor<unknown>,
): Field {
  const name = () => `${root}/${key()}`
  return {
    others: createMemo(() => card.shared.presences().filter(({ field }) => field === name())),
    verdict: createMemo(() => {
      value()
      return card.verdict(root, key())
    }),
    enter: () => card.shared.setPresence({ field: name() }),
    leave: () => card.shared.setPresence({}),
  }
}
