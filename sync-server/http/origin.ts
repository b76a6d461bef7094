/** Whether a request comes from a page of this site. */

/**
 * `origin`: the request's `Origin` header. `publicUrl`: the address that people type, when it is known; then it is the
 * only one. `requested`: the URL that was asked for, as the server (or a trusted proxy) saw it, which is whatever name
 * led the browser here, an attacker's too.
 */
export function isOwnOrigin(origin: string, requested: URL, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false
  const own = publicUrl === undefined ? requested : new URL(publicUrl)
  return new URL(origin).origin === own.origin
}
