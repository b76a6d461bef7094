/** `host:port`, as settings name a place in the network. */
import * as v from 'valibot'

export const hostAndPort = v.pipe(
  v.string(),
  v.regex(/^.+:\d{1,5}$/, 'host:port'),
  v.transform((text) => {
    const colon = text.lastIndexOf(':')
    return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) }
  }),
  v.check(({ port }) => port > 0 && port < 65_536, 'a port is a number from 1 to 65535'),
)
