/** An operator calls a patient: the operator's leg is originated first, and dials from here with the clinic's number. */
import { carrierEndpoint, headers, outgoingContext } from '#domain/telephony/pbx-names.ts'
import type { PbxClinic } from '../input.ts'
import { context, event, extension, mark } from './lines.ts'

export function outgoing(clinics: readonly PbxClinic[], recording: string): string[] {
  return [...clinics.flatMap(fromClinic), calledOut, talkBegins(recording), ended]
}

/** The patient sees the clinic's first number. */
function fromClinic({ id, dids }: PbxClinic): string[] {
  const [first] = dids
  if (first === undefined) return []
  const dial = `Gosub(called-out,s,1(${id},${first.number},\${FILTER(+0-9,\${EXTEN})}))`
  return [context(outgoingContext(id), extension('_+XXXXXXX.', dial))]
}

/** Arguments: clinic, the clinic's number, the patient's number. */
const calledOut = context(
  'called-out',
  extension(
    's',
    'Set(CHANNEL(hangup_handler_push)=outgoing-ended,s,1)',
    'Set(CALLERID(num)=${ARG2})',
    'Set(CALLERID(name)=)',
    mark('calledOut', '${ARG1}', '${ARG2}', '${ARG3}', '${CHANNEL(endpoint)}'),
    event('entered', {
      Direction: 'outgoing',
      Clinic: '${ARG1}',
      Did: '${ARG2}',
      Number: '${ARG3}',
      Extension: '${CHANNEL(endpoint)}',
    }),
    `Dial(PJSIP/\${ARG3}@${carrierEndpoint},60,gU(talk-begins))`,
    // Reached only when the patient's side ended it.
    'ExecIf($["${DIALSTATUS}" = "ANSWER"]?Set(KARTOTEKA_HUNG_UP_BY=patient))',
    'Hangup(16)',
  ),
)

/** Runs on the patient's channel, which outlives a transfer. */
function talkBegins(recording: string): string {
  return context('talk-begins', extension('s', `MixMonitor(${recording})`, 'Return()'))
}

const ended = context(
  'outgoing-ended',
  extension('s', 'Goto(${IF($["${DIALSTATUS}" = ""]?CANCEL:${DIALSTATUS})},1)'),
  extension(
    'ANSWER',
    'ExecIf($["${KARTOTEKA_HUNG_UP_BY}" = ""]?Set(KARTOTEKA_HUNG_UP_BY=operator))',
    mark('ended', 'answered', '${KARTOTEKA_HUNG_UP_BY}', '${ANSWEREDTIME}'),
    'Return()',
  ),
  extension('BUSY', mark('ended', 'busy', '', ''), 'Return()'),
  extension('NOANSWER', mark('ended', 'no-answer', '', ''), 'Return()'),
  extension('CANCEL', mark('ended', 'no-answer', 'operator', ''), 'Return()'),
  extension('CONGESTION', mark('ended', 'failed', '', ''), 'Return()'),
  extension('CHANUNAVAIL', mark('ended', 'failed', '', ''), 'Return()'),
  extension('DONTCALL', mark('ended', 'failed', '', ''), 'Return()'),
  extension('INVALIDARGS', mark('ended', 'failed', '', ''), 'Return()'),
)

/** Before an operator's telephone rings: the screen learns from these which call it is. Arguments: clinic, picked up. */
export const operatorLeg = (callId: string): string =>
  context(
    'operator-leg',
    extension(
      's',
      `Set(PJSIP_HEADER(add,${headers.call})=${callId})`,
      `Set(PJSIP_HEADER(add,${headers.clinic})=\${ARG1})`,
      `ExecIf($["\${ARG2}" != ""]?Set(PJSIP_HEADER(add,${headers.pickedUp})=\${ARG2}))`,
      'Return()',
    ),
  )
