/** Keys that work everywhere: F2 answers, `/` and Ctrl K search, Alt 1–9 switch between cards. */
import { useNavigate } from '@solidjs/router'
import { onCleanup } from 'solid-js'
import { callHref, cardHref } from './addresses.ts'
import { isTyping } from './typing.ts'
import type { Workspace } from './workspace.tsx'

/** The search field; one per window. */
export const searchFieldId = 'search'

export function createShortcuts({ calls, cards, telephone }: Workspace): void {
  const navigate = useNavigate()

  function answerNext(): void {
    const entry = calls.next()
    if (!entry) return
    navigate(callHref(entry))
    void telephone.answer(entry)
  }
  const search = () => document.querySelector<HTMLInputElement>(`#${searchFieldId}`)?.focus()
  function showCard(index: number): void {
    const card = cards.list()[index]
    if (card) navigate(cardHref(card.clinic.id, card.patient))
  }

  function act(event: KeyboardEvent): (() => void) | undefined {
    if (event.key === 'F2') return answerNext
    if (event.ctrlKey || event.metaKey) return event.code === 'KeyK' ? search : undefined
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1]
    if (event.altKey) return digit === undefined ? undefined : () => showCard(Number(digit) - 1)
    // `/` is another key on the Russian layout: both the sign and its place on the keyboard count.
    const slash = event.key === '/' || (event.code === 'Slash' && !event.shiftKey)
    return slash && !isTyping() ? search : undefined
  }
  function onKey(event: KeyboardEvent): void {
    const action = event.defaultPrevented || event.repeat ? undefined : act(event)
    if (!action) return
    event.preventDefault()
    action()
  }
  document.addEventListener('keydown', onKey)
  onCleanup(() => document.removeEventListener('keydown', onKey))
}
