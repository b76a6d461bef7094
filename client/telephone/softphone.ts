/**
 * The telephone in the browser: SIP over WebSocket and WebRTC, by sip.js. It registers, rings, answers and hangs up;
 * which call is which, and what is shown, is not its business. Loaded when a person with an extension signs in.
 */
import { Registerer, RegistererState, SessionState, UserAgent, Web, type Invitation } from 'sip.js'
import { parseCallId, type CallId } from '#domain/ids.ts'
import { headers } from '#domain/telephony/pbx-names.ts'
import { closeMicrophone, openMicrophone, type MicrophoneProblem } from './microphone.ts'

export interface SipAccount {
  /** WebSocket URL of the PBX. */
  server: string
  /** `sip:101@pbx`. */
  uri: string
  user: string
  secret: string
}

export type Registration = 'connecting' | 'ready' | 'lost' | 'refused'
export type Talk = 'none' | 'ringing' | 'talking'

/** A call that rings here, as the PBX announces it. */
export interface Ring {
  /** `undefined` when the PBX does not say which call it is. */
  call: CallId | undefined
  /** The person has taken this call from the queue already: it is answered without asking. */
  pickedUp: boolean
}

export interface SoftphoneEvents {
  onRegistration(registration: Registration): void
  onTalk(talk: Talk): void
  onRing(ring: Ring): void
}

export interface Devices {
  microphone: string
  speaker: string
}

export interface Softphone {
  /** Answers the call that rings here; the problem, when there is no microphone to talk into. */
  answer(devices: Devices): Promise<MicrophoneProblem | undefined>
  hangUp(): Promise<void>
  /** The line says that this call is over; a PBX that died has not said so over SIP. */
  callOver(call: CallId): void
  mute(muted: boolean): void
  useDevices(devices: Devices): Promise<MicrophoneProblem | undefined>
  close(): Promise<void>
}

/** Seconds. A short life makes a PBX that was killed and came back notice us soon. */
const registrationLife = 60
/** Milliseconds between attempts to reach the PBX; the last one repeats. */
const pauses = [500, 1_000, 2_000, 4_000]

const callOf = ({ request }: Invitation): CallId | undefined =>
  parseCallId(request.getHeader(headers.call) ?? '')

export function startSoftphone(account: SipAccount, events: SoftphoneEvents): Softphone {
  const uri = UserAgent.makeURI(account.uri)
  if (!uri) throw new TypeError('the account has no SIP address')
  const speaker = new Audio()
  let session: Invitation | undefined
  let microphone: MediaStream | undefined
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  const agent = new UserAgent({
    uri,
    transportOptions: { server: account.server, connectionTimeout: 5 },
    authorizationUsername: account.user,
    authorizationPassword: account.secret,
    logBuiltinEnabled: false,
    sessionDescriptionHandlerFactory: Web.defaultSessionDescriptionHandlerFactory(async () => {
      if (!microphone) throw new Error('answered without a microphone')
      return microphone
    }),
    sessionDescriptionHandlerFactoryOptions: { iceGatheringTimeout: 1_000 },
    delegate: {
      onConnect: () => void register(),
      onDisconnect: () => reconnectLater(),
      onInvite: ring,
    },
  })
  const registerer = new Registerer(agent, { expires: registrationLife, refreshFrequency: 80 })
  // A renewal failed: it is sip.js's own, so nobody else hears of it.
  registerer.stateChange.addListener((state) => {
    if (state === RegistererState.Unregistered) retryRegistration('lost')
  })

  async function register(): Promise<void> {
    if (closed || !agent.isConnected()) return
    // Answers and not the registerer's state: that stays "registered" while the PBX dies and comes back.
    await registerer
      .register({
        requestDelegate: {
          onAccept() {
            attempt = 0
            events.onRegistration('ready')
          },
          onReject: () => retryRegistration('refused'),
        },
      })
      .catch(() => retryRegistration('lost'))
  }

  function retryRegistration(reason: 'lost' | 'refused'): void {
    if (closed || !agent.isConnected()) return
    events.onRegistration(reason)
    later(register)
  }

  function reconnectLater(): void {
    if (closed) return
    events.onRegistration('lost')
    later(() => agent.reconnect().catch(reconnectLater))
  }

  function later(act: () => Promise<void>): void {
    const pause = pauses[Math.min(attempt, pauses.length - 1)] ?? 4_000
    attempt += 1
    clearTimeout(timer)
    timer = setTimeout(() => void act(), pause * (0.75 + Math.random() / 2))
  }

  function ring(invitation: Invitation): void {
    if (session && isCutOff(session)) letGo(session)
    if (session) {
      void invitation.reject({ statusCode: 486 }).catch(() => undefined)
      return
    }
    session = invitation
    invitation.stateChange.addListener((state) => {
      if (state === SessionState.Established) startTalk(invitation)
      if (state === SessionState.Terminated) endTalk(invitation)
    })
    events.onTalk('ringing')
    events.onRing({
      call: callOf(invitation),
      pickedUp: invitation.request.getHeader(headers.pickedUp) === 'yes',
    })
  }

  function startTalk(invitation: Invitation): void {
    const handler = invitation.sessionDescriptionHandler
    if (handler instanceof Web.SessionDescriptionHandler) {
      speaker.srcObject = handler.remoteMediaStream
      void speaker.play().catch(() => undefined)
    }
    voiceOf(invitation)?.addEventListener('connectionstatechange', () => {
      if (voiceOf(invitation)?.connectionState === 'failed') letGo(invitation)
    })
    events.onTalk('talking')
  }

  function endTalk(invitation: Invitation): void {
    if (session !== invitation) return
    session = undefined
    speaker.srcObject = null
    if (microphone) closeMicrophone(microphone)
    microphone = undefined
    events.onTalk('none')
  }

  const voiceOf = ({ sessionDescriptionHandler: handler }: Invitation): RTCPeerConnection | undefined =>
    handler instanceof Web.SessionDescriptionHandler ? handler.peerConnection : undefined

  /** A PBX that dies in mid-call says nothing over SIP: the voice stops, and the session would last for ever. */
  function letGo(invitation: Invitation): void {
    endTalk(invitation)
    void invitation.bye().catch(() => undefined)
  }
  function isCutOff(invitation: Invitation): boolean {
    const state = voiceOf(invitation)?.connectionState
    return state === 'disconnected' || state === 'failed'
  }

  function sender(): RTCRtpSender | undefined {
    return (
      session &&
      voiceOf(session)
        ?.getSenders()
        .find(({ track }) => track?.kind === 'audio')
    )
  }

  async function useSpeaker(device: string): Promise<void> {
    if (typeof speaker.setSinkId === 'function') await speaker.setSinkId(device).catch(() => undefined)
  }

  events.onRegistration('connecting')
  void agent.start().catch(reconnectLater)

  return {
    async answer(devices) {
      const ringing = session
      if (!ringing || ringing.state !== SessionState.Initial) return undefined
      const opened = await openMicrophone(devices.microphone)
      if (!opened.ok) return opened.problem
      if (session !== ringing) {
        closeMicrophone(opened.stream)
        return undefined
      }
      microphone = opened.stream
      await useSpeaker(devices.speaker)
      await ringing.accept()
      return undefined
    },
    async hangUp() {
      if (session?.state === SessionState.Established) await session.bye()
      else if (session?.state === SessionState.Initial) await session.reject()
    },
    callOver(call) {
      if (session?.state === SessionState.Established && callOf(session) === call) letGo(session)
    },
    mute(muted) {
      const track = sender()?.track
      if (track) track.enabled = !muted
    },
    async useDevices(devices) {
      await useSpeaker(devices.speaker)
      const current = sender()
      if (!current) return undefined
      const opened = await openMicrophone(devices.microphone)
      if (!opened.ok) return opened.problem
      const [track] = opened.stream.getAudioTracks()
      if (!track) return 'missing'
      track.enabled = current.track?.enabled ?? true
      await current.replaceTrack(track)
      if (microphone) closeMicrophone(microphone)
      microphone = opened.stream
      return undefined
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await registerer.unregister().catch(() => undefined)
      await agent.stop().catch(() => undefined)
      if (microphone) closeMicrophone(microphone)
    },
  }
}
