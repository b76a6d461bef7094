/** The short-lived token by which the socket proves who this is; one serves all documents that open within moments. */
export interface TokenSource {
  get(): Promise<string>
  /** The server did not believe this one: whoever asks next is given another. */
  drop(token: Promise<string>): void
  /** Called when the server says that nobody is signed in any more. */
  onRefused(listener: () => void): () => void
}

/** Milliseconds a token is used again; it is valid for 60 s. */
const reuse = 30_000

/** `fetchToken` answers `undefined` when nobody is signed in, and rejects when the server cannot be reached. */
export function createTokenSource(
  fetchToken: () => Promise<string | undefined>,
  now = Date.now,
): TokenSource {
  const listeners = new Set<() => void>()
  let latest: { token: Promise<string>; at: number } | undefined

  const fetchAnew = async () => {
    const token = await fetchToken()
    if (token !== undefined) return token
    for (const listener of listeners) listener()
    throw new Error('signed out')
  }
  return {
    get() {
      if (!latest || now() - latest.at > reuse) {
        const fetched = { token: fetchAnew(), at: now() }
        latest = fetched
        fetched.token.catch(() => {
          if (latest === fetched) latest = undefined
        })
      }
      return latest.token
    },
    drop(token) {
      if (latest?.token === token) latest = undefined
    },
    onRefused(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
