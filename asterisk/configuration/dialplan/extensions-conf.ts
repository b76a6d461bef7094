/** `extensions.conf`: what happens to a call. */
import { contexts, recordingName } from '#domain/telephony/pbx-names.ts'
import type { PbxInput } from '../input.ts'
import { file, section } from '../section.ts'
import { incoming } from './incoming.ts'
import { callIdVariable, context } from './lines.ts'
import { operatorLeg, outgoing } from './outgoing.ts'

export function extensionsConf({ clinics, people, directories, secrets }: PbxInput): string {
  const callId = callIdVariable(secrets.systemName)
  const recording = `${directories.recordings}/${recordingName(callId)}`
  return file(
    section('general', [
      ['static', 'yes'],
      ['writeprotect', 'yes'],
    ]),
    // Nobody dials from a telephone: calls are made by command, so that they carry a clinic's number.
    context(contexts.fromPeople),
    ...incoming(clinics, people, recording),
    ...outgoing(clinics, recording),
    operatorLeg(callId),
  )
}
