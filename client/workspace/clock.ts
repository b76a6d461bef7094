/** The time on the screen: one timer for every duration that is shown. */
import { createMemo, createRoot, createSignal } from 'solid-js'

export const now = createRoot(() => {
  const [time, setTime] = createSignal(Date.now())
  setInterval(() => setTime(Date.now()), 1_000)
  return time
})

/** The start of the minute: for dates and times of day, which would not read differently every second. */
export const thisMinute = createRoot(() => createMemo(() => Math.floor(now() / 60_000) * 60_000))

/** Whole seconds since `at`, never negative: the clocks of PBX and browser may differ. */
export const secondsSince = (at: number): number => Math.max(0, Math.floor((now() - at) / 1_000))
