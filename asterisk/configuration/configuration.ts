/** Asterisk's configuration as a function of the clinics and the people: for a PBX of ours, and to paste into another. */
import { asteriskConf } from './asterisk-conf.ts'
import { extensionsConf } from './dialplan/extensions-conf.ts'
import { httpConf } from './http-conf.ts'
import type { PbxInput } from './input.ts'
import { loggerConf } from './logger-conf.ts'
import { managerConf } from './manager-conf.ts'
import { modulesConf } from './modules-conf.ts'
import { pjsipConf } from './pjsip-conf.ts'
import { problemsOf, type Problem } from './problems.ts'
import { queuesConf } from './queues-conf.ts'
import { rtpConf } from './rtp-conf.ts'

/** File name → its text. */
export type Files = ReadonlyMap<string, string>
export type Configuration = { ok: true; files: Files } | { ok: false; problems: readonly Problem[] }

/** Asterisk wants these to be there; what they would say is what it does without them. */
const empty = [
  'acl.conf',
  'ccss.conf',
  'cel.conf',
  'features.conf',
  'pjproject.conf',
  'sorcery.conf',
  'stasis.conf',
  'udptl.conf',
] as const

/** Tones: Asterisk does not start without a country. */
const indications =
  '[general]\ncountry=ru\n\n[ru]\ndescription=Russia\nringcadence=1000,4000\n' +
  'dial=425\nbusy=425/350,0/350\nring=425/1000,0/4000\ncongestion=425/175,0/175\n'

/** All or nothing: the problems when anything cannot be written as it is. */
export function configurationOf(input: PbxInput): Configuration {
  const problems = problemsOf(input)
  if (problems.length > 0) return { ok: false, problems }
  const files = new Map([
    ['asterisk.conf', asteriskConf(input)],
    ['cdr.conf', '[general]\nenable=no\n'],
    ['extensions.conf', extensionsConf(input)],
    ['http.conf', httpConf(input)],
    ['indications.conf', indications],
    ['logger.conf', loggerConf()],
    ['manager.conf', managerConf(input)],
    ['modules.conf', modulesConf()],
    ['pjsip.conf', pjsipConf(input)],
    ['queues.conf', queuesConf(input)],
    ['rtp.conf', rtpConf(input)],
    ...empty.map((name) => [name, ''] as const),
  ])
  return { ok: true, files }
}
