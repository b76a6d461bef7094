/** Ports that nobody uses, as the system gives them: several Asterisks and tests run side by side. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { PbxAddresses, PbxPorts } from './configuration/input.ts'

export async function freeTcpPort(address: string): Promise<number> {
  const server = createServer().listen(0, address)
  await once(server, 'listening')
  const bound = server.address()
  server.close()
  await once(server, 'close')
  if (bound === null || typeof bound === 'string') throw new Error(`no TCP port at ${address}`)
  return bound.port
}

export async function freeUdpPort(address: string): Promise<number> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4').bind(0, address)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

/** UDP ports for the voice of one PBX. */
const voicePorts = 400

/** Ports for a whole PBX. */
export async function freePorts(addresses: PbxAddresses): Promise<PbxPorts> {
  const [ami, http, sip, voice] = await Promise.all([
    freeTcpPort(addresses.ami),
    freeTcpPort(addresses.http),
    freeUdpPort(addresses.sip),
    freeUdpPort('0.0.0.0'),
  ])
  // Asterisk passes over ports in use, so that ranges may overlap.
  const rtpFrom = Math.min(voice - (voice % 2), 65_534 - voicePorts)
  return { ami, http, sip, rtpFrom, rtpTo: rtpFrom + voicePorts }
}
