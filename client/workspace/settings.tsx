/** How this window looks, sounds and speaks; every change holds at once. */
import LogOut from 'lucide-solid/icons/log-out'
import { createSignal, For, Show } from 'solid-js'
import { languages } from '#domain/clinics/clinic.ts'
import { prefer, preferences, themes, typeSizes } from '#client/preferences/preferences.ts'
import { leaveWork } from './leave-work.ts'
import { createAudioDevices } from '#client/telephone/devices.ts'
import { words } from '#client/words/words.ts'
import { Segments } from '#client/design/segments.tsx'
import styles from './settings.module.css'
import { useWorkspace } from './workspace.tsx'

export const settingsId = 'settings'
export const openSettings = (): void => document.querySelector<HTMLElement>(`#${settingsId}`)?.showPopover()

export function Settings() {
  const { person, telephone, saving } = useWorkspace()
  const [open, setOpen] = createSignal(false)
  const languageNames = () => ({ ru: words().settings.russian, en: words().settings.english })

  return (
    <div
      id={settingsId}
      popover="auto"
      class={styles.settings}
      role="dialog"
      aria-label={words().settings.title}
      on:toggle={(event: ToggleEvent) => setOpen(event.newState === 'open')}
    >
      <p class={styles.person}>
        <b>{person.name}</b>
        <span class="muted">
          {[words().roles[person.role], person.extension && words().settings.extension(person.extension)]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </p>
      <Segments
        label={words().settings.language}
        value={preferences.language}
        options={languages.map((language) => ({ value: language, label: languageNames()[language] }))}
        onChange={(language) => prefer('language', language)}
      />
      <Segments
        label={words().settings.theme}
        value={preferences.theme}
        options={themes.map((theme) => ({ value: theme, label: words().settings[theme] }))}
        onChange={(theme) => prefer('theme', theme)}
      />
      <Segments
        label={words().settings.size}
        value={preferences.typeSize}
        options={typeSizes.map((size) => ({ value: size, label: words().settings.sizes[size] }))}
        onChange={(size) => prefer('typeSize', size)}
      />
      <Show when={open() && telephone.state() !== 'none'}>
        <Devices />
      </Show>
      <button type="button" class="button" onClick={() => leaveWork(saving)}>
        <LogOut size={16} />
        {words().signIn.signOut}
      </button>
    </div>
  )
}

function Devices() {
  const { telephone } = useWorkspace()
  const devices = createAudioDevices()
  return (
    <>
      <DeviceChoice
        label={words().settings.microphone}
        devices={devices().microphones}
        value={preferences.microphone}
        onChange={(id) => prefer('microphone', id)}
      />
      <DeviceChoice
        label={words().settings.speaker}
        devices={devices().speakers}
        value={preferences.speaker}
        onChange={(id) => prefer('speaker', id)}
      />
      <Show when={!devices().named}>
        <p class={styles.hint}>{words().settings.devicesHint}</p>
        <button type="button" class="button" onClick={() => void telephone.retryMicrophone()}>
          {words().settings.allowMicrophone}
        </button>
      </Show>
    </>
  )
}

function DeviceChoice(props: {
  label: string
  devices: readonly MediaDeviceInfo[]
  value: string
  onChange: (id: string) => void
}) {
  return (
    <label class={styles.device}>
      <span>{props.label}</span>
      <select class="select" onChange={(event) => props.onChange(event.currentTarget.value)}>
        <option value="">{words().settings.defaultDevice}</option>
        <For each={props.devices}>
          {(device) => (
            // The list comes later than the choice: a value of the whole select would be forgotten by then.
            <option value={device.deviceId} selected={device.deviceId === props.value}>
              {device.label || words().settings.unnamedDevice}
            </option>
          )}
        </For>
      </select>
    </label>
  )
}
