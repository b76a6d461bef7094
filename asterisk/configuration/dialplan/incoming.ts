/** A patient calls: from the clinic's number through its queue to the last line about it in queue_log. */
import { contexts, queueName } from '#domain/telephony/pbx-names.ts'
import type { PbxClinic, PbxPerson } from '../input.ts'
import { context, event, extension, mark } from './lines.ts'

export function incoming(
  clinics: readonly PbxClinic[],
  people: readonly PbxPerson[],
  recording: string,
): string[] {
  return [fromCarrier(clinics), entered, waiting(recording), pickup(people), pickedUp(recording), ended]
}

/** Carriers write the number dialled with and without the plus. An unknown number is refused before it is a call. */
function fromCarrier(clinics: readonly PbxClinic[]): string {
  const doors = clinics.flatMap(({ id, dids, queueTimeout }) =>
    dids.flatMap(({ number }) => [
      extension(
        number,
        `Gosub(call-entered,s,1(${id},${number},${queueName(id)},${queueTimeout}))`,
        'Goto(call-waiting,s,1)',
      ),
      extension(number.slice(1), `Goto(${number},1)`),
    ]),
  )
  return context(contexts.fromCarrier, ...doors)
}

/**
 * The caller id is the only text here that a stranger chooses, so it comes first. It is a number when it is digits
 * with at most a plus, and withheld when it is anything else: a piece of something forged is no number.
 * Arguments: clinic, number dialled, queue, seconds to wait.
 */
const entered = context(
  'call-entered',
  extension(
    's',
    'Set(LOCAL(number)=${FILTER(+0-9,${CALLERID(num)})})',
    'ExecIf($[${LEN(${number})} != ${LEN(${CALLERID(num)})} | ${LEN(${number})} > 16]?Set(LOCAL(number)=))',
    'Set(CALLERID(num)=${number})',
    'Set(CALLERID(ani)=${number})',
    'Set(CALLERID(name)=)',
    'ExecIf($[${LEN(${number})} = 0]?Set(CALLERID(pres)=prohib))',
    'Set(KARTOTEKA_CLINIC=${ARG1})',
    'Set(KARTOTEKA_QUEUE=${ARG3})',
    'Set(KARTOTEKA_WAIT=${ARG4})',
    mark('entered', '${ARG1}', '${ARG2}', '${number}'),
    'Set(CHANNEL(hangup_handler_push)=incoming-ended,s,1)',
    event('entered', { Direction: 'incoming', Clinic: '${ARG1}', Did: '${ARG2}', Number: '${number}' }),
    'Return()',
  ),
)

/** The caller hears ringing, and is not answered before an operator answers. */
function waiting(recording: string): string {
  return context(
    'call-waiting',
    extension(
      's',
      // The queue adds the format to the name itself.
      `Set(MONITOR_FILENAME=${recording.replace(/\.wav$/, '')})`,
      'Set(KARTOTEKA_QUEUED=yes)',
      'Queue(${KARTOTEKA_QUEUE},rb(operator-leg^s^1(${KARTOTEKA_CLINIC})),,,${KARTOTEKA_WAIT})',
      'Set(KARTOTEKA_OUTCOME=${IF($["${QUEUESTATUS}" = "TIMEOUT"]?timeout:failed)})',
      'Hangup(19)',
    ),
  )
}

function pickup(people: readonly PbxPerson[]): string {
  const doors = people.map((person) =>
    extension(
      person.extension,
      `Set(KARTOTEKA_PERSON=${person.id})`,
      `Set(KARTOTEKA_EXTENSION=${person.extension})`,
      'Goto(call-picked-up,s,1)',
    ),
  )
  return context(contexts.pickup, ...doors)
}

/** One operator takes this caller out of the queue. When that telephone does not answer, the caller goes back, first. */
function pickedUp(recording: string): string {
  return context(
    'call-picked-up',
    extension(
      's',
      event('pickedUp', {
        Clinic: '${KARTOTEKA_CLINIC}',
        Person: '${KARTOTEKA_PERSON}',
        Extension: '${KARTOTEKA_EXTENSION}',
      }),
      mark('pickedUp', '${KARTOTEKA_CLINIC}', '${KARTOTEKA_PERSON}'),
      `MixMonitor(${recording},b)`,
      'Dial(PJSIP/${KARTOTEKA_EXTENSION},20,rgb(operator-leg^s^1(${KARTOTEKA_CLINIC}^yes)))',
      'GotoIf($["${DIALSTATUS}" = "ANSWER"]?talked)',
      'StopMixMonitor()',
      'Set(QUEUE_PRIO=1)',
      'Goto(call-waiting,s,1)',
      // Reached only when the operator hung up first.
      { label: 'talked', step: 'Set(KARTOTEKA_HUNG_UP_BY=operator)' },
      'Hangup(16)',
    ),
  )
}

/**
 * Whoever hangs up, and however: the outcome goes to queue_log, after everything else about this call. For calls that
 * were picked up it says too who hung up and how many seconds they talked; for others Asterisk's own lines do.
 */
const ended = context(
  'incoming-ended',
  extension(
    's',
    `ExecIf($["\${KARTOTEKA_QUEUED}" = ""]?${mark('menuLost', '${KARTOTEKA_CLINIC}')})`,
    'GotoIf($["${DIALSTATUS}" = "ANSWER"]?talked)',
    'ExecIf($["${MEMBERINTERFACE}" != ""]?Set(KARTOTEKA_OUTCOME=answered))',
    'ExecIf($["${KARTOTEKA_OUTCOME}" = ""]?Set(KARTOTEKA_OUTCOME=abandoned))',
    mark('ended', '${KARTOTEKA_OUTCOME}', '', ''),
    'Return()',
    { label: 'talked', step: 'ExecIf($["${KARTOTEKA_HUNG_UP_BY}" = ""]?Set(KARTOTEKA_HUNG_UP_BY=patient))' },
    mark('ended', 'answered', '${KARTOTEKA_HUNG_UP_BY}', '${ANSWEREDTIME}'),
    'Return()',
  ),
)
