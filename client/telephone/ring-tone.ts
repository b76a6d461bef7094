/** A soft two-note ring, made in the browser: no file to load, and no sound at all until somebody calls. */
import { createEffect, onCleanup, type Accessor } from 'solid-js'

/** Hertz. */
const notes = [659.25, 523.25]
/** Seconds. */
const period = 3
const noteLength = 0.55

/** Milliseconds: opening the sound device takes the browser longer than drawing the card, and the card goes first. */
const afterCard = 150

export function createRingTone(rings: Accessor<boolean>): void {
  let device: AudioContext | undefined
  createEffect(() => {
    if (!rings()) return
    let timer: ReturnType<typeof setTimeout>
    const ring = () => {
      const audio = (device ??= new AudioContext())
      notes.forEach((note, index) => strike(audio, note, audio.currentTime + index * 0.28))
      timer = setTimeout(ring, period * 1_000)
    }
    timer = setTimeout(ring, afterCard)
    onCleanup(() => {
      clearTimeout(timer)
      void device?.close()
      device = undefined
    })
  })
}

function strike(audio: AudioContext, frequency: number, at: number): void {
  const tone = new OscillatorNode(audio, { frequency, type: 'sine' })
  const loudness = new GainNode(audio, { gain: 0 })
  loudness.gain.setValueAtTime(0, at)
  loudness.gain.linearRampToValueAtTime(0.14, at + 0.02)
  loudness.gain.exponentialRampToValueAtTime(0.001, at + noteLength)
  tone.connect(loudness).connect(audio.destination)
  tone.start(at)
  tone.stop(at + noteLength)
}
