/** A real Asterisk for one test file: private, on ports of its own, with secrets of its own. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type {
  PbxAddresses,
  PbxClinic,
  PbxPerson,
  PbxPorts,
  PbxSecrets,
} from '#asterisk/configuration/input.ts'
import { installAsterisk } from '#asterisk/install.ts'
import { startAsterisk, type RunningAsterisk } from '#asterisk/run.ts'
import type { ClinicId } from '#domain/ids.ts'
import type { PhoneNumber } from '#domain/phone.ts'
import { contexts, queueName } from '#domain/telephony/pbx-names.ts'
import { loopbackOf, type SipAddress } from './sipp.ts'

export interface TestPbxOptions {
  clinics: readonly PbxClinic[]
  people: readonly PbxPerson[]
  /** Where a carrier of ours waits for outgoing calls. */
  carrierPort: number
  addresses?: PbxAddresses
  /** Default: a new one, removed at the end. */
  directory?: string
  /** Of a former run, to come back as the same PBX after `kill()`. */
  ports?: PbxPorts
  secrets?: PbxSecrets
}

export interface TestPbx {
  asterisk: RunningAsterisk
  /** For patients and desk telephones. */
  sip: SipAddress
  secrets: PbxSecrets
  directory: string
  end(): Promise<void>
}

export const newSecret = (): string => randomBytes(18).toString('base64url')

export async function startTestPbx(options: TestPbxOptions): Promise<TestPbx> {
  const { clinics, people, carrierPort, addresses, ports } = options
  const installed = await installAsterisk()
  if (!installed.ok) throw new Error(`${installed.problem.sentence.en}\n${installed.problem.detail}`)
  const directory = options.directory ?? (await mkdtemp(path.join(tmpdir(), 'test-pbx-')))
  const secrets = options.secrets ?? {
    systemName: newSecret(),
    amiListener: newSecret(),
    amiSender: newSecret(),
  }
  const trunk = { carrierHost: loopbackOf.carrier, carrierPort }
  const asterisk = await startAsterisk({
    subject: { clinics, people, trunk, secrets },
    install: installed.install,
    directory,
    ...(addresses && { addresses }),
    ...(ports && { ports }),
  })
  return {
    asterisk,
    sip: { address: asterisk.addresses.sip, port: asterisk.ports.sip },
    secrets,
    directory,
    async end() {
      await asterisk.stop()
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true })
    },
  }
}

/**
 * A menu of the centre's own between the carrier and the queue, behind a number of its own, for calls to the clinic's
 * number: whoever calls stays in it until he hangs up.
 */
export async function addMenu(
  { asterisk }: TestPbx,
  { clinic, did }: { clinic: ClinicId; did: PhoneNumber },
): Promise<{ number: string; remove(): Promise<void> }> {
  const number = '+74951209999'
  const entered = `Gosub(call-entered,s,1(${clinic},${did},${queueName(clinic)},60))`
  const steps = [entered, 'Ringing', 'Wait,3600']
  for (const [at, step] of steps.entries())
    await asterisk.cli(`dialplan add extension ${number},${at + 1},${step} into ${contexts.fromCarrier}`)
  return {
    number,
    remove: async () =>
      void (await asterisk.cli(`dialplan remove extension ${number}@${contexts.fromCarrier}`)),
  }
}
