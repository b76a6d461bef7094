/** What a PBX is made from: everything that the generated configuration depends on, and nothing else. */
import type { Clinic, Did } from '#domain/clinics/clinic.ts'
import type { ClinicId, PersonId } from '#domain/ids.ts'

/** What the PBX needs to know of a clinic. */
export interface PbxClinic extends Pick<Clinic, 'id' | 'queueTimeout'> {
  dids: readonly Pick<Did, 'number'>[]
}

export interface PbxPerson {
  id: PersonId
  /** As the telephone shows it. Any text: what a line cannot hold is left out. */
  name: string
  /** 2–6 digits, nobody else's. */
  extension: string
  /** The SIP password, this person's alone: 16–64 of `A–Z a–z 0–9 _ -`. */
  secret: string
  /** The clinics whose incoming calls this person has been granted. */
  clinics: readonly ClinicId[]
  /** `browser` (the default): WebRTC over a WebSocket · `desk`: an ordinary SIP telephone over UDP. */
  phone?: 'browser' | 'desk'
}

/** The carrier that brings the patients' calls. It is told apart from everybody else by its address alone. */
export interface Trunk {
  carrierHost: string
  carrierPort: number
  /** For carriers that want to be registered with. */
  account?: { user: string; secret: string }
}

/** Each is 16–64 of `A–Z a–z 0–9 _ -`, made for this PBX. */
export interface PbxSecrets {
  /** Asterisk's `systemname`: every true AMI event carries it, and a caller who forges one cannot know it. */
  systemName: string
  amiListener: string
  amiSender: string
}

/** Absolute paths. */
export interface PbxDirectories {
  /** Where the configuration itself lies. */
  configuration: string
  /** Asterisk's modules (`…/asterisk/modules`). */
  modules: string
  /** With `sounds` and `documentation` of the same Asterisk in it. */
  data: string
  /** Spool, database, keys. */
  state: string
  /** `messages` and `queue_log`. */
  log: string
  /** The control socket; its path may have at most 90 bytes. */
  run: string
  /** Recordings, `<linkedid>.wav`. */
  recordings: string
}

export interface PbxPorts {
  ami: number
  /** UDP, for the carrier and for desk telephones. */
  sip: number
  /** The WebSocket of the browsers: `ws://<address>:<http>/ws`. */
  http: number
  rtpFrom: number
  rtpTo: number
}

/** IP addresses to listen at. */
export interface PbxAddresses {
  ami: string
  sip: string
  http: string
  /** Networks from which AMI may be used, as `address/bits`. */
  amiAllowed: readonly string[]
}

export interface PbxInput {
  clinics: readonly PbxClinic[]
  people: readonly PbxPerson[]
  trunk: Trunk
  secrets: PbxSecrets
  directories: PbxDirectories
  ports: PbxPorts
  addresses: PbxAddresses
}
