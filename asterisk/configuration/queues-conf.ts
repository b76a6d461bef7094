/** `queues.conf`: one queue a clinic; its members are the people who have been granted its incoming calls. */
import { queueName } from '#domain/telephony/pbx-names.ts'
import type { PbxClinic, PbxInput, PbxPerson } from './input.ts'
import { file, section, type Entry } from './section.ts'

/**
 * Seconds that the telephones ring before everybody is rung afresh: whoever has come to work meanwhile rings from
 * then on. How long the caller waits in all is the clinic's `queueTimeout`, in the dialplan.
 */
const ringSeconds = 20

export function queuesConf({ clinics, people }: PbxInput): string {
  return file(
    section('general', [
      ['persistentmembers', 'no'],
      ['autofill', 'yes'],
      ['shared_lastcall', 'yes'],
      ['log_membername_as_agent', 'yes'],
    ]),
    ...clinics.map((clinic) => queue(clinic, people)),
  )
}

function queue(clinic: PbxClinic, people: readonly PbxPerson[]): string {
  const granted = people.filter((person) => person.clinics.includes(clinic.id))
  return section(queueName(clinic.id), [
    ['strategy', 'ringall'],
    ['timeout', ringSeconds],
    ['timeoutpriority', 'app'],
    ['retry', 1],
    ['ringinuse', 'no'],
    ['joinempty', 'yes'],
    ['leavewhenempty', 'no'],
    ['setinterfacevar', 'yes'],
    ['reportholdtime', 'no'],
    // Starts when an operator has answered, on the patient's channel, which outlives a transfer.
    ['monitor-format', 'wav'],
    ...granted.map(member),
  ])
}

/** Interface, penalty, name, device watched: the name in events and in queue_log is the person's id. */
function member({ id, extension }: PbxPerson): Entry {
  return ['member', `PJSIP/${extension},0,${id},PJSIP/${extension}`]
}
