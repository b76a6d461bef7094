/** Names that the PBX's configuration, the bridge and the telephones must agree on. */
import { parseCallId, type CallId, type ClinicId } from '#domain/ids.ts'

/** AMI users: one connection listens, another one sends. */
export const amiUsers = { listener: 'kartoteka-listener', sender: 'kartoteka-sender' } as const

/** The endpoint of the carrier. The endpoint of a person is the extension. */
export const carrierEndpoint = 'carrier'

export const queueName = (clinic: ClinicId): string => `clinic-${clinic}`

export const contexts = {
  fromCarrier: 'from-carrier',
  /** Where the telephones of people land when they dial: nowhere, calls are made by command. */
  fromPeople: 'from-people',
  /** `Redirect` a waiting caller here, to the extension of the operator who takes the call. */
  pickup: 'pickup',
} as const

/** `Originate` an operator's leg into this context, with the patient's number in E.164 as the extension. */
export const outgoingContext = (clinic: ClinicId): string => `outgoing-${clinic}`

/** Events of our own, sent with `UserEvent`. */
export const ownEvents = { entered: 'KartotekaEntered', pickedUp: 'KartotekaPickedUp' } as const

/** Marks of our own in queue_log, beside Asterisk's. */
export const queueLogMarks = {
  entered: 'X_DID',
  menuLost: 'X_IVR',
  calledOut: 'X_OUT',
  pickedUp: 'X_PICKUP',
  ended: 'X_END',
} as const

/** SIP headers on an operator's INVITE: which call it is, and whether the person has already said that they take it. */
export const headers = {
  call: 'X-Kartoteka-Call',
  clinic: 'X-Kartoteka-Clinic',
  pickedUp: 'X-Kartoteka-Picked-Up',
} as const

/**
 * Asterisk puts its system name before every Uniqueid and Linkedid it makes (`<systemname>-1789000000.42`). Here the
 * system name is a secret, so it is taken off where ids come in, and nothing behind the edge ever sees it: a call's id
 * in the product, in headers and in recordings' names is what follows. `undefined` for text that is no id of this PBX.
 */
export function callIdOf(uniqueId: string | undefined, systemName: string): CallId | undefined {
  const prefix = `${systemName}-`
  return uniqueId?.startsWith(prefix) ? parseCallId(uniqueId.slice(prefix.length)) : undefined
}

/** For `Originate`: the `ChannelId` of the operator's leg, so that an outgoing call has its id before it begins. */
export const channelIdOf = (callId: string, systemName: string): string => `${systemName}-${callId}`

/** In the folder for recordings. */
export const recordingName = (callId: string): string => `${callId}.wav`
