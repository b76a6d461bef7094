/** A TCP line to a PBX that can fall silent: what is connected stays connected, and nothing more comes over it. */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'

export interface MuffledLine {
  port: number
  /** Connections that are open now. */
  open(): number
  /** All that has been sent to the PBX. */
  sent(): string
  /** From now on nothing passes, on new connections neither; each is accepted and held open. */
  fallSilent(): void
  /** Connections made from now on pass again; the silent ones stay silent. */
  speak(): void
  close(): Promise<void>
}

export async function openMuffledLine(pbxPort: number): Promise<MuffledLine> {
  const held = new Set<{ silent: boolean; drop(): void }>()
  let silent = false
  let sent = ''
  const server = createServer((client) => {
    const pbx = connect(pbxPort, '127.0.0.1')
    const connection = {
      silent,
      drop() {
        client.destroy()
        pbx.destroy()
        held.delete(connection)
      },
    }
    held.add(connection)
    client.on('data', (bytes) => {
      if (connection.silent) return
      sent += bytes.toString('latin1')
      pbx.write(bytes)
    })
    pbx.on('data', (bytes) => {
      if (!connection.silent) client.write(bytes)
    })
    for (const socket of [client, pbx]) socket.on('error', connection.drop).on('close', connection.drop)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no address')
  return {
    port: address.port,
    open: () => held.size,
    sent: () => sent,
    fallSilent() {
      silent = true
      for (const connection of held) connection.silent = true
    },
    speak() {
      silent = false
    },
    async close() {
      for (const connection of held) connection.drop()
      server.close()
      await once(server, 'close')
    },
  }
}
