/** The part of asterisk-ami-client 1.1.5 that the sender uses; the package has no types of its own. */
declare module 'asterisk-ami-client' {
  import type { EventEmitter } from 'node:events'
  import type { TcpNetConnectOpts } from 'node:net'

  type Message = Record<string, string>

  export default class AmiClient extends EventEmitter {
    constructor(options: {
      reconnect: boolean
      keepAlive: boolean
      emitEventsByTypes: boolean
      emitResponsesById: boolean
    })
    /** Resolves when logged in. Never settles when the other side accepts the connection and says nothing. */
    connect(
      user: string,
      secret: string,
      options: TcpNetConnectOpts & { signal: AbortSignal },
    ): Promise<unknown>
    disconnect(): this
    /** Rejects after 10 s without an answer, and when the connection ends. */
    action(message: Message, promisable: true): Promise<Message>
    on(event: 'event', listener: (event: Message) => void): this
    on(event: 'disconnect', listener: () => void): this
    on(event: 'internalError', listener: (error: Error) => void): this
  }
}
