/**
 * Brings a call's card to the front, and only when that takes nothing from anybody: a ring never steals the keyboard.
 * A call comes forward when the person answers it here, or when nothing is open and nothing is being typed.
 */
import { useLocation, useNavigate } from '@solidjs/router'
import { createEffect, createMemo, on, onCleanup } from 'solid-js'
import { callHref } from './addresses.ts'
import { isTyping } from './typing.ts'
import type { Workspace } from './workspace.tsx'

export function createScreenPop({ calls, cards, mayAnswer }: Workspace): void {
  const navigate = useNavigate()
  const location = useLocation()
  const idle = () => location.pathname === '/' && cards.list().length === 0 && !isTyping()

  // The card is here by the time the telephone rings.
  const coming = createMemo(() => calls.unanswered().find((entry) => entry.patient && mayAnswer(entry))?.id)
  createEffect(
    on(coming, (id) => {
      const entry = calls.unanswered().find((one) => one.id === id)
      if (entry?.patient) onCleanup(cards.prepare(entry.clinic.id, entry.patient))
    }),
  )
  // And so is what shows it: nobody waits for it at the first call of the day.
  const idleWork = requestIdleCallback(() => void import('#client/card/card-page.tsx'))
  onCleanup(() => cancelIdleCallback(idleWork))

  createEffect(
    on(
      () => calls.unanswered().find(calls.ringsHere)?.id,
      (ringing) => {
        const entry = calls.unanswered().find(({ id }) => id === ringing)
        if (entry && !calls.talking() && idle()) navigate(callHref(entry))
      },
    ),
  )
  createEffect(
    on(
      () => calls.talking()?.id,
      (_, before) => {
        const entry = calls.talking()
        // On a reload in mid-call the address already says what is in front.
        if (entry && before !== entry.id && location.pathname === '/') navigate(callHref(entry))
      },
    ),
  )
}
