/** The microphone, or in one word why there is none. */

export type MicrophoneProblem = 'denied' | 'missing' | 'busy'

const problems: Readonly<Record<string, MicrophoneProblem>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

export type Microphone = { ok: true; stream: MediaStream } | { ok: false; problem: MicrophoneProblem }

/** `device`: an id as the browser names it, empty for its default. A device that is gone falls back to the default. */
export async function openMicrophone(device: string): Promise<Microphone> {
  // Browsers give no devices at all to pages that came over plain HTTP.
  if (!navigator.mediaDevices) return { ok: false, problem: 'denied' }
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
  try {
    const wanted = device === '' ? audio : { ...audio, deviceId: { exact: device } }
    return { ok: true, stream: await navigator.mediaDevices.getUserMedia({ audio: wanted }) }
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    if (name === 'OverconstrainedError' && device !== '') return openMicrophone('')
    return { ok: false, problem: problems[name] ?? 'missing' }
  }
}

export function closeMicrophone(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

/**
 * Tells whether the person keeps the microphone from this site, now and whenever that changes; browsers that keep it to
 * themselves tell nothing. Returns what ends it.
 */
export function watchRefusal(tell: (refused: boolean) => void): () => void {
  const ended = new AbortController()
  const watch = (status: PermissionStatus) => {
    if (ended.signal.aborted) return
    tell(status.state === 'denied')
    status.addEventListener('change', () => tell(status.state === 'denied'), { signal: ended.signal })
  }
  void navigator.permissions?.query({ name: 'microphone' }).then(watch, () => undefined)
  return () => ended.abort()
}
