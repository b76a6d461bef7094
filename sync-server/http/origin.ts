/** Whether a request comes from a page of this site. */

/**
 * `origin`: the request's `Origin` header. `requested`: the URL that was asked for, as the server (or a trusted
 * proxy) saw it. `publicUrl`: the address that people type, when it is another.
 */
export function isOwnOrigin(origin: string, requested: URL, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false
  const given = new URL(origin).origin
  return given === requested.origin || (publicUrl !== undefined && given === new URL(publicUrl).origin)
}
