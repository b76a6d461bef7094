/** What every benchmarked server process does: listen on a port of the system's choice and answer for its use of the machine. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

export interface Usage {
  /** Microseconds of processor time since the process began: the whole process, and its main thread. */
  processCpu: number
  mainCpu: number
  /** Bytes in use after a full collection. */
  memory: number
}

export async function serve(accept: (socket: WebSocket, request: IncomingMessage) => void): Promise<void> {
  const http = createServer()
  const sockets = new WebSocketServer({ server: http, maxPayload: 8 * 1024 * 1024 })
  sockets.on('connection', accept)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  process.on('message', () => process.send?.(usage()))
  process.on('disconnect', () => process.exit(0))
  process.send?.({ port: (http.address() as AddressInfo).port })
}

function usage(): Usage {
  globalThis.gc?.()
  const whole = process.cpuUsage()
  const main = process.threadCpuUsage()
  const { heapUsed, external } = process.memoryUsage()
  return {
    processCpu: whole.user + whole.system,
    mainCpu: main.user + main.system,
    memory: heapUsed + external,
  }
}
