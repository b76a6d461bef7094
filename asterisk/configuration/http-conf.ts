/** `http.conf`: the WebSocket of the browsers' telephones, at `/ws`. */
import type { PbxInput } from './input.ts'
import { section } from './section.ts'

export function httpConf({ addresses, ports }: PbxInput): string {
  return section('general', [
    ['servername', 'Kartoteka'],
    ['enabled', 'yes'],
    ['bindaddr', addresses.http],
    ['bindport', ports.http],
    ['enable_static', 'no'],
    ['enable_status', 'no'],
    // Each browser at work holds one connection.
    ['sessionlimit', 1000],
  ])
}
