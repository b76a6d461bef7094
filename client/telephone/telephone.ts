/** The person's telephone as the screen sees it, whether a softphone, the training line, or none at all. */
import { createEffect, createSignal, on, onCleanup, type Accessor } from 'solid-js'
import type { CallId } from '#domain/ids.ts'
import type { LineEntry } from '#client/documents/lines.ts'
import { post, type Failure } from '#client/api/request.ts'
import { done, type TelephoneAccount } from '#client/api/shapes.ts'
import { preferences } from '#client/preferences/preferences.ts'
import { closeMicrophone, openMicrophone, watchRefusal, type MicrophoneProblem } from './microphone.ts'
import type { Registration, Ring, Softphone, Talk } from './softphone.ts'

/** Milliseconds. What has not been done by then is never done later: the patient has gone on meanwhile. */
const commandLifetime = 5_000

export type TelephoneState = 'none' | 'training' | Registration

export interface Telephone {
  state: Accessor<TelephoneState>
  /** What the softphone itself hears; the line's documents say the rest. */
  talk: Accessor<Talk>
  microphone: Accessor<MicrophoneProblem | undefined>
  muted: Accessor<boolean>
  /** True while a command is on its way to the PBX. */
  busy: Accessor<boolean>
  failure: Accessor<Failure | undefined>
  mute(muted: boolean): void
  answer(entry: LineEntry): Promise<void>
  hangUp(entry: LineEntry): Promise<void>
  /** The line says that this call is over: so it is in the telephone. */
  callOver(call: CallId): void
  /** Asks for the microphone again. */
  retryMicrophone(): Promise<void>
}

export function createTelephone(account: TelephoneAccount): Telephone {
  const [state, setState] = createSignal<TelephoneState>(
    account.mode === 'softphone' ? 'connecting' : account.mode,
  )
  const [talk, setTalk] = createSignal<Talk>('none')
  const [microphone, setMicrophone] = createSignal<MicrophoneProblem>()
  const [muted, setMuted] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<Failure>()
  let softphone: Softphone | undefined
  let ringing: Ring | undefined
  let closed = false

  const devices = () => ({ microphone: preferences.microphone, speaker: preferences.speaker })

  async function pickUp(): Promise<void> {
    setMicrophone(await softphone?.answer(devices()))
  }

  function heard(talk: Talk): void {
    setTalk(talk)
    if (talk !== 'ringing') ringing = undefined
    if (talk === 'none') setMuted(false)
  }
  function ring(announced: Ring): void {
    ringing = announced
    if (announced.pickedUp) void pickUp()
  }

  async function command(name: 'answer' | 'hangup', entry: LineEntry): Promise<void> {
    setBusy(true)
    setFailure(undefined)
    const answer = await post(
      '/api/commands',
      done,
      { command: name, clinic: entry.clinic.id, call: entry.id },
      { within: commandLifetime },
    )
    setBusy(false)
    if (!answer.ok) setFailure(answer.failure)
  }

  if (account.mode === 'softphone') {
    void import('./softphone.ts').then(({ startSoftphone }) => {
      if (!closed)
        softphone = startSoftphone(account, { onRegistration: setState, onTalk: heard, onRing: ring })
    })
    // Before a patient calls, and not when one is waiting.
    onCleanup(
      watchRefusal((refused) =>
        setMicrophone((known) => (refused ? 'denied' : known === 'denied' ? undefined : known)),
      ),
    )
  }
  createEffect(
    on(
      () => [preferences.microphone, preferences.speaker],
      () => void softphone?.useDevices(devices()).then(setMicrophone),
      { defer: true },
    ),
  )
  onCleanup(() => {
    closed = true
    void softphone?.close()
  })

  return {
    state,
    talk,
    microphone,
    muted,
    busy,
    failure,
    mute(value) {
      softphone?.mute(value)
      setMuted(value)
    },
    async answer(entry) {
      const here = ringing && (ringing.call === undefined || ringing.call === entry.id)
      return here ? pickUp() : command('answer', entry)
    },
    async hangUp(entry) {
      if (talk() !== 'none' && softphone) return softphone.hangUp()
      return command('hangup', entry)
    },
    callOver: (call) => softphone?.callOver(call),
    async retryMicrophone() {
      const opened = await openMicrophone(preferences.microphone)
      setMicrophone(opened.ok ? undefined : opened.problem)
      if (opened.ok) closeMicrophone(opened.stream)
    },
  }
}
