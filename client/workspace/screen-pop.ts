/**
 * Brings a call's card to the front, and only when that takes nothing from anybody: a ring never steals the keyboard.
 * A call comes forward when the person answers it here, or when nothing is open and nothing is being typed.
 */
import { useLocation, useNavigate } from '@solidjs/router'
import { createEffect, on, onCleanup } from 'solid-js'
import { callHref } from './addresses.ts'
import { isTyping } from './typing.ts'
import type { Workspace } from './workspace.tsx'

/** Milliseconds after which the window has nothing more urgent to fetch. */
const afterStart = 10_000

export function createScreenPop({ calls, cards }: Workspace): void {
  const navigate = useNavigate()
  const location = useLocation()
  const idle = () => location.pathname === '/' && cards.list().length === 0 && !isTyping()

  // What shows a card is here before the first call of the day. Should it not come now, it is asked for again then.
  const early = setTimeout(() => void import('#client/card/card-page.tsx').catch(() => undefined), afterStart)
  onCleanup(() => clearTimeout(early))

  createEffect(
    on(
      () => calls.unanswered().find(calls.ringsHere)?.id,
      (ringing) => {
        const entry = calls.unanswered().find(({ id }) => id === ringing)
        if (!entry || calls.talking() || !idle()) return
        // The card is asked for first; the screen changes while it is on its way.
        if (entry.patient) cards.open(entry.clinic.id, entry.patient)
        setTimeout(() => navigate(callHref(entry)))
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
