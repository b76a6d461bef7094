/** The time on the screen: one timer for every duration that is shown. */
import { createRoot, createSignal } from 'solid-js'

export const now = createRoot(() => {
  const [time, setTime] = createSignal(Date.now())
  setInterval(() => setTime(Date.now()), 1_000)
  return time
})

/** Whole seconds since `at`, never negative: the clocks of PBX and browser may differ. */
export const secondsSince = (at: number): number => Math.max(0, Math.floor((now() - at) / 1_000))
