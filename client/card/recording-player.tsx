/** Plays a call's recording on the card: the browser's own player underneath, our controls on top. */
import Pause from 'lucide-solid/icons/pause'
import Play from 'lucide-solid/icons/play'
import { createSignal, Show } from 'solid-js'
import type { CallId, ClinicId } from '#domain/ids.ts'
import { formatDuration } from '#client/words/format.ts'
import { words } from '#client/words/words.ts'
import styles from './recording-player.module.css'

const speeds = [1, 1.25, 1.5, 2] as const

/** `seconds`: how long the talk was, until the file says it better. */
export default function RecordingPlayer(props: { clinic: ClinicId; call: CallId; seconds: number }) {
  const [playing, setPlaying] = createSignal(false)
  const [position, setPosition] = createSignal(0)
  const [length, setLength] = createSignal(props.seconds)
  const [speed, setSpeed] = createSignal<number>(1)
  const [failed, setFailed] = createSignal(false)
  let audio!: HTMLAudioElement

  function nextSpeed(): void {
    const at = speeds.findIndex((candidate) => candidate === speed())
    const next = speeds[(at + 1) % speeds.length] ?? 1
    setSpeed(next)
    audio.playbackRate = next
  }

  return (
    <div class={styles.player}>
      <audio
        ref={audio}
        src={`/api/recordings/${props.clinic}/${props.call}`}
        autoplay
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={() => setPosition(audio.currentTime)}
        onLoadedMetadata={() => Number.isFinite(audio.duration) && setLength(audio.duration)}
        onError={() => setFailed(true)}
      />
      <Show when={!failed()} fallback={<p role="alert">{words().recording.failed}</p>}>
        <button
          type="button"
          class={styles.toggle}
          aria-label={playing() ? words().recording.pause : words().recording.play}
          onClick={() => void (playing() ? audio.pause() : audio.play())}
        >
          <Show when={playing()} fallback={<Play size={15} />}>
            <Pause size={15} />
          </Show>
        </button>
        <span>{formatDuration(position())}</span>
        <input
          type="range"
          min="0"
          max={Math.max(1, length())}
          step="0.1"
          value={position()}
          aria-label={words().recording.position}
          aria-valuetext={formatDuration(position())}
          style={{ '--played': `${(100 * position()) / Math.max(1, length())}%` }}
          onInput={(event) => {
            audio.currentTime = event.currentTarget.valueAsNumber
          }}
        />
        <span>{formatDuration(length())}</span>
        <button type="button" class={styles.speed} title={words().recording.speed} onClick={nextSpeed}>
          {speed()}×
        </button>
      </Show>
    </div>
  )
}
