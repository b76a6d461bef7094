/** What a session has at hand: a real PBX, telephones, and a connection that may send commands. */
import { amiUsers, channelIdOf, contexts, outgoingContext } from '#domain/telephony/pbx-names.ts'
import { connectAmi, type AmiConnection } from '../ami.ts'
import type { TestPbx } from '../asterisk.ts'
import { alpha, numbers, people } from '../known-centre.ts'
import { callFrom, startDeskPhone, type PatientCall, type PatientOptions, type Telephone } from '../sipp.ts'

export interface Stage {
  carrier: Telephone
  sender: AmiConnection
  /** Somebody comes to work. */
  works(who: keyof typeof people): Promise<Telephone>
  patientCalls(options?: Partial<Omit<PatientOptions, 'pbx'>>): Promise<PatientCall>
  /** The operator takes the caller who waits: AMI `Redirect` to the context `pickup`. */
  pickUp(who: keyof typeof people): Promise<void>
  /** The operator calls the patient from Alpha: AMI `Originate`. */
  callOut(who: keyof typeof people): Promise<void>
  /** Resolves when everybody has gone home and no channel is left. */
  clear(): Promise<void>
}

export async function openStage(pbx: TestPbx, carrier: Telephone): Promise<Stage> {
  const { asterisk, sip, secrets } = pbx
  const sender = await connectAmi(
    { address: asterisk.addresses.ami, port: asterisk.ports.ami },
    { name: amiUsers.sender, secret: secrets.amiSender },
  )
  const atWork: Telephone[] = []
  return {
    carrier,
    sender,
    async works(who) {
      const { extension, secret } = people[who]
      const telephone = await startDeskPhone({ extension, secret, pbx: sip })
      atWork.push(telephone)
      return telephone
    },
    patientCalls: (options) =>
      callFrom({ from: numbers.patient.slice(1), did: numbers.alpha[0], pbx: sip, ...options }),
    async pickUp(who) {
      const Channel = (await asterisk.cli('core show channels concise'))
        .split('\n')
        .map((line) => line.split('!')[0])
        .find((name) => name?.startsWith('PJSIP/carrier-'))
      const Exten = people[who].extension
      await sender.send({
        Action: 'Redirect',
        Channel: Channel ?? '',
        Context: contexts.pickup,
        Exten,
        Priority: '1',
      })
    },
    async callOut(who) {
      await sender.send({
        Action: 'Originate',
        Channel: `PJSIP/${people[who].extension}`,
        ChannelId: channelIdOf(`out-${crypto.randomUUID().slice(0, 8)}`, secrets.systemName),
        Context: outgoingContext(alpha),
        Exten: numbers.patient,
        Priority: '1',
        Timeout: '20000',
        Async: 'true',
      })
    },
    async clear() {
      // Each question is a process of its own, so this asks no oftener than the console answers.
      while (!(await asterisk.cli('core show channels count')).includes('0 active channels')) continue
      await Promise.all(atWork.splice(0).map((telephone) => telephone.end()))
    },
  }
}
