/** Hocuspocus as it comes, keeping everything in memory. */
import { Hocuspocus } from '@hocuspocus/server'
import { serve } from './serve.ts'

const hocuspocus = new Hocuspocus({ quiet: true, maxPendingDocuments: 100_000 })
await serve((socket, { headers }) => {
  const request = new Request('http://localhost/', { headers: { host: headers.host ?? '' } })
  const connection = hocuspocus.handleConnection(socket, request)
  socket.on('message', (data: Buffer) => connection.handleMessage(new Uint8Array(data)))
  socket.on('close', (code, reason) => connection.handleClose({ code, reason: reason.toString() }))
})
