/** What a browser may do with our pages. */
import { secureHeaders } from 'hono/secure-headers'

/**
 * `telephoneServer`: the SIP WebSocket that softphones connect to, `wss://…`. `https`: whether people reach the site
 * over TLS; only then may browsers be told never to come without it.
 */
export function securityHeaders(options: { telephoneServer: string | undefined; https: boolean }) {
  const telephone = options.telephoneServer === undefined ? [] : [new URL(options.telephoneServer).origin]
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      // Popovers are placed by inline style attributes.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      mediaSrc: ["'self'", 'blob:'],
      connectSrc: ["'self'", ...telephone],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
      formAction: ["'self'"],
    },
    permissionsPolicy: { microphone: ['self'], camera: [], geolocation: [] },
    referrerPolicy: 'same-origin',
    strictTransportSecurity: options.https,
    xFrameOptions: 'DENY',
  })
}
