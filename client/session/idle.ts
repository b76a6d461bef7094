/** How long nobody has used this browser, in whichever window; longer than the administrator allows, it forgets all. */
import type { Device } from '#client/device/device.ts'

/** Milliseconds. */
const timing = { noteEvery: 10_000, lookEvery: 5_000 }
const uses = ['pointerdown', 'keydown'] as const

/** Whether the time was over before this window opened. */
export async function isForgotten(device: Device | undefined, limit: number | null): Promise<boolean> {
  if (limit === null) return false
  const last = await device?.lastUse().catch(() => undefined)
  return last !== undefined && Date.now() - last > limit
}

/** Calls `leave` once the time is over; returns the way to stop. */
export function watchIdle(device: Device, limit: number, leave: () => void): () => void {
  let noted = 0
  const note = (): void => {
    const now = Date.now()
    if (now - noted < Math.min(timing.noteEvery, limit / 4)) return
    noted = now
    void device.noteUse(now).catch(() => undefined)
  }
  const look = async (): Promise<void> => {
    if (await isForgotten(device, limit)) leave()
  }
  note()
  for (const use of uses) document.addEventListener(use, note, { capture: true, passive: true })
  const timer = setInterval(() => void look(), Math.min(timing.lookEvery, limit / 4))
  return () => {
    clearInterval(timer)
    for (const use of uses) document.removeEventListener(use, note, { capture: true })
  }
}
