/** The sessions that are recorded: what people do, from the first ring to the last word. */
import { setTimeout as delay } from 'node:timers/promises'
import { numbers } from '../known-centre.ts'
import { withheld } from '../sipp.ts'
import type { Stage } from './session.ts'

/** Long enough for a recording to hold something. */
const talk = (): Promise<void> => delay(1500)
const moment = (): Promise<void> => delay(600)

type Script = (stage: Stage) => Promise<void>

const answered =
  (hangsUp: 'patient' | 'operator', from: { from?: string; name?: string } = {}): Script =>
  async (stage) => {
    const elena = await stage.works('elena')
    const patient = await stage.patientCalls(from)
    const call = await elena.nextCall()
    await moment()
    await call.answer()
    await talk()
    await (hangsUp === 'patient' ? patient : call).hangUp()
    await patient.ended
  }

const pickedUp =
  (hangsUp: 'patient' | 'operator'): Script =>
  async (stage) => {
    const elena = await stage.works('elena')
    const oleg = await stage.works('oleg')
    const patient = await stage.patientCalls()
    const [first] = await Promise.all([elena.nextCall(), oleg.nextCall()])
    await moment()
    await stage.pickUp('elena')
    await first.ended
    const call = await elena.nextCall()
    await call.answer()
    await talk()
    await (hangsUp === 'patient' ? patient : call).hangUp()
    await patient.ended
  }

const calledOut =
  (hangsUp: 'patient' | 'operator'): Script =>
  async (stage) => {
    const elena = await stage.works('elena')
    await stage.callOut('elena')
    const operator = await elena.nextCall()
    await operator.answer()
    const patient = await stage.carrier.nextCall()
    await moment()
    await patient.answer()
    await talk()
    await (hangsUp === 'patient' ? patient : operator).hangUp()
    await Promise.all([patient.ended, operator.ended])
  }

const calledOutRefused =
  (how: 'busy' | 'failed'): Script =>
  async (stage) => {
    const elena = await stage.works('elena')
    await stage.callOut('elena')
    const operator = await elena.nextCall()
    await operator.answer()
    const patient = await stage.carrier.nextCall()
    await patient.refuse(how)
    await operator.ended
  }

/** Name of the session → what happens. */
export const scripts: Readonly<Record<string, Script>> = {
  'answered-patient-hangs-up': answered('patient'),
  'answered-operator-hangs-up': answered('operator'),

  async 'abandoned-while-ringing'(stage) {
    const elena = await stage.works('elena')
    const patient = await stage.patientCalls()
    const call = await elena.nextCall()
    await moment()
    await patient.hangUp()
    await call.ended
  },

  async 'abandoned-nobody-there'(stage) {
    const patient = await stage.patientCalls()
    await patient.ringing
    await talk()
    await patient.hangUp()
  },

  async 'queue-timeout'(stage) {
    const maria = await stage.works('maria')
    const patient = await stage.patientCalls({ did: numbers.beta[0] })
    const call = await maria.nextCall()
    await patient.ended
    await call.ended
  },

  async 'answered-elsewhere'(stage) {
    const elena = await stage.works('elena')
    const oleg = await stage.works('oleg')
    const patient = await stage.patientCalls()
    const [first, second] = await Promise.all([elena.nextCall(), oleg.nextCall()])
    await moment()
    await second.answer()
    await first.ended
    await talk()
    await patient.hangUp()
    await second.ended
  },

  async 'operator-comes-while-waiting'(stage) {
    const patient = await stage.patientCalls({ did: numbers.alpha[1] })
    await patient.ringing
    await moment()
    const oleg = await stage.works('oleg')
    const call = await oleg.nextCall()
    await call.answer()
    await talk()
    await call.hangUp()
    await patient.ended
  },

  async 'refused-by-operator'(stage) {
    const elena = await stage.works('elena')
    const patient = await stage.patientCalls()
    const call = await elena.nextCall()
    await call.refuse('busy')
    const again = await elena.nextCall()
    await again.answer()
    await talk()
    await patient.hangUp()
    await again.ended
  },

  'hidden-number': answered('patient', withheld),
  /** From carries a whole false event. */
  'forged-event': answered('patient', {
    from: '79161112233\r\n\r\nEvent: Hangup\r\nPrivilege: call,all\r\nUniqueid: 1.1\r\nLinkedid: 1.1\r\n\r\nX: ',
  }),
  /** From adds a header to a true event, and a field to a line of queue_log. */
  'forged-header': answered('patient', { from: '7916|1112233\r\nLinkedid: 1.1' }),

  'picked-up-patient-hangs-up': pickedUp('patient'),
  'picked-up-operator-hangs-up': pickedUp('operator'),

  async 'picked-up-by-nobody'(stage) {
    const patient = await stage.patientCalls()
    await patient.ringing
    await moment()
    await stage.pickUp('elena')
    await talk()
    await patient.hangUp()
  },

  async 'two-calls-at-once'(stage) {
    const oleg = await stage.works('oleg')
    const maria = await stage.works('maria')
    const toAlpha = await stage.patientCalls()
    const toBeta = await stage.patientCalls({ did: numbers.beta[0] })
    const [atAlpha, atBeta] = await Promise.all([oleg.nextCall(), maria.nextCall()])
    await atBeta.answer()
    await atAlpha.answer()
    await talk()
    await toAlpha.hangUp()
    await atBeta.hangUp()
    await toBeta.ended
  },

  'outgoing-patient-hangs-up': calledOut('patient'),
  'outgoing-operator-hangs-up': calledOut('operator'),
  'outgoing-busy': calledOutRefused('busy'),
  'outgoing-failed': calledOutRefused('failed'),

  async 'outgoing-no-answer'(stage) {
    const elena = await stage.works('elena')
    await stage.callOut('elena')
    const operator = await elena.nextCall()
    await operator.answer()
    const patient = await stage.carrier.nextCall()
    await moment()
    await operator.hangUp()
    await patient.ended
  },

  async 'outgoing-operator-absent'(stage) {
    await stage.callOut('elena')
  },
}
