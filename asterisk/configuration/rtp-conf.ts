/** `rtp.conf`: the ports of the voice. */
import type { PbxInput } from './input.ts'
import { section } from './section.ts'

export function rtpConf({ ports }: PbxInput): string {
  return section('general', [
    ['rtpstart', ports.rtpFrom],
    ['rtpend', ports.rtpTo],
    ['icesupport', 'yes'],
    ['strictrtp', 'yes'],
  ])
}
