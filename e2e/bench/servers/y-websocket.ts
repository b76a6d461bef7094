/** @y/websocket-server, the smallest server there is for Yjs. */
import { setupWSConnection } from '@y/websocket-server/utils'
import { serve } from './serve.ts'

await serve((socket, request) => setupWSConnection(socket, request))
