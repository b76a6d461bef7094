/** The voice in a browser, counted by the browser itself: RTP packets both ways and how loud the other side is. */
import type { BrowserContext, Page } from '@playwright/test'

declare global {
  interface Window {
    peerConnections?: RTCPeerConnection[]
  }
}

export interface Voice {
  /** RTP packets since the talk began. */
  sent: number
  received: number
  /** Audio energy, as getStats gives it; silence adds nothing. What the microphone gave to be sent, and what came. */
  spoken: number
  heard: number
  /** Name of the microphone that is sent; empty before the first talk. */
  microphone: string
}

/** To be called before the context loads a page. */
export const watchVoice = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    const kept: RTCPeerConnection[] = []
    window.peerConnections = kept
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(...given: ConstructorParameters<typeof RTCPeerConnection>) {
        super(...given)
        kept.push(this)
      }
    }
  })

/** Of the page's latest talk. */
export const voiceOf = (page: Page): Promise<Voice> =>
  page.evaluate(async () => {
    const connection = window.peerConnections?.at(-1)
    const voice = { sent: 0, received: 0, spoken: 0, heard: 0, microphone: '' }
    voice.microphone = connection?.getSenders()[0]?.track?.label ?? ''
    const report = await connection?.getStats()
    report?.forEach((entry: RTCStats) => {
      if (entry.type === 'inbound-rtp') {
        const { packetsReceived = 0, totalAudioEnergy = 0 } = entry as RTCInboundRtpStreamStats
        voice.received += packetsReceived
        voice.heard += totalAudioEnergy
      }
      if (entry.type === 'media-source')
        voice.spoken += (entry as RTCStats & { totalAudioEnergy?: number }).totalAudioEnergy ?? 0
      if (entry.type === 'outbound-rtp') voice.sent += (entry as RTCOutboundRtpStreamStats).packetsSent ?? 0
    })
    return voice
  })
