/** The plainest AMI connection there can be, for recording what a PBX says and for telling it things in tests. */
import { once } from 'node:events'
import { connect } from 'node:net'

export interface AmiConnection {
  /** Everything received so far, in the pieces in which it came. */
  received: readonly { at: number; bytes: Buffer }[]
  /** Sends an action and resolves with the whole response packet. */
  send(action: Readonly<Record<string, string>>): Promise<string>
  /** Resolves when `pattern` occurs in what was received after the login. */
  hear(pattern: RegExp): Promise<void>
  end(): Promise<void>
}

export async function connectAmi(
  { address, port }: { address: string; port: number },
  user: { name: string; secret: string },
): Promise<AmiConnection> {
  const socket = connect(port, address)
  await once(socket, 'connect')
  const received: { at: number; bytes: Buffer }[] = []
  const looking = new Set<() => void>()
  let text = ''
  socket.on('data', (bytes) => {
    received.push({ at: Date.now(), bytes })
    text += bytes.toString('latin1')
    for (const look of looking) look()
  })
  const found = async (pattern: RegExp): Promise<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const look = (): void => {
      const match = pattern.exec(text)
      if (match) resolve(match[0])
    }
    const lost = (): void => reject(new Error(`the PBX hung up before it said ${pattern}`))
    looking.add(look)
    socket.once('close', lost)
    look()
    return promise.finally(() => {
      looking.delete(look)
      socket.off('close', lost)
    })
  }
  let number = 0
  const send = async (action: Readonly<Record<string, string>>): Promise<string> => {
    const id = `rig-${++number}`
    const lines = Object.entries({ ...action, ActionID: id }).map(([key, value]) => `${key}: ${value}`)
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    return found(new RegExp(`Response: [^\\r]*\\r\\nActionID: ${id}\\r\\n(?:[^\\r]+\\r\\n)*\\r\\n`))
  }
  const reply = await send({ Action: 'Login', Username: user.name, Secret: user.secret })
  if (!reply.startsWith('Response: Success')) throw new Error(reply)
  return {
    received,
    send,
    hear: async (pattern) => void (await found(pattern)),
    async end() {
      socket.end()
      if (!socket.closed) await once(socket, 'close')
    },
  }
}
