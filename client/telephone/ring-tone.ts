/** A soft two-note ring, made in the browser: no file to load, and no sound at all until somebody calls. */
import { createEffect, onCleanup, type Accessor } from 'solid-js'

/** Hertz. */
const notes = [659.25, 523.25]
/** Seconds. */
const period = 3
const noteLength = 0.55

export function createRingTone(rings: Accessor<boolean>): void {
  createEffect(() => {
    if (!rings()) return
    const audio = new AudioContext()
    const ring = () => {
      notes.forEach((note, index) => strike(audio, note, audio.currentTime + index * 0.28))
    }
    ring()
    const timer = setInterval(ring, period * 1_000)
    onCleanup(() => {
      clearInterval(timer)
      void audio.close()
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
