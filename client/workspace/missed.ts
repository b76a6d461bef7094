/**
 * Calls of today that nobody answered. Asked from the server anew whenever a call leaves the line, and once a minute:
 * for what happened while the line was down, and for midnight.
 */
import { createEffect, createResource, on, onCleanup } from 'solid-js'
import * as v from 'valibot'
import { remembered } from '#client/api/remembered.ts'
import type { Answer } from '#client/api/request.ts'
import { missedCall, type MissedCall } from '#client/api/shapes.ts'
import type { Device } from '#client/device/device.ts'
import type { Lines } from '#client/documents/lines.ts'

const today = () => new Date().setHours(0, 0, 0, 0)

export interface Missed {
  answer(): Answer<readonly MissedCall[]> | undefined
  /** Newest first. */
  open(): readonly MissedCall[]
  loadAgain(): void
}

/** `device` has what the server told last, for when there is no line. */
export function createMissed(lines: Lines, device: Device | undefined): Missed {
  const [answer, { refetch }] = createResource(
    () => remembered(device, `/api/calls?outcome=missed&since=${today()}`, v.array(missedCall), 'missed'),
    { initialValue: undefined },
  )
  createEffect(
    on(
      () => lines.calls().length,
      (count, before) => {
        if (before !== undefined && count < before) void refetch()
      },
    ),
  )
  const everyMinute = setInterval(() => void refetch(), 60_000)
  onCleanup(() => clearInterval(everyMinute))
  return {
    answer: () => answer.latest,
    open() {
      const latest = answer.latest
      return latest?.ok ? latest.value : []
    },
    loadAgain: () => void refetch(),
  }
}
