/** Microphones and speakers that the browser knows now. */
import { createSignal, onCleanup, type Accessor } from 'solid-js'

export interface AudioDevices {
  microphones: readonly MediaDeviceInfo[]
  speakers: readonly MediaDeviceInfo[]
  /** Browsers keep names back until the microphone has been allowed. */
  named: boolean
}

export function createAudioDevices(): Accessor<AudioDevices> {
  const [devices, setDevices] = createSignal<AudioDevices>({ microphones: [], speakers: [], named: true })
  const { mediaDevices } = navigator
  if (!mediaDevices) return devices

  async function look(): Promise<void> {
    const all = await mediaDevices.enumerateDevices()
    const ofKind = (kind: MediaDeviceKind) =>
      all.filter((device) => device.kind === kind && device.deviceId !== '' && device.deviceId !== 'default')
    setDevices({
      microphones: ofKind('audioinput'),
      speakers: ofKind('audiooutput'),
      named: all.some(({ label }) => label !== ''),
    })
  }
  const changed = () => void look()
  changed()
  mediaDevices.addEventListener('devicechange', changed)
  onCleanup(() => mediaDevices.removeEventListener('devicechange', changed))
  return devices
}
