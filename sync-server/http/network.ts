/** Whose address it is: what a subscriber can choose freely must not make them many. */
import { isIPv6, SocketAddress } from 'node:net'

/**
 * An IPv4 address stands for itself, however it is written (`::ffff:192.0.2.7`, RFC 4291); an IPv6 address for its
 * /64, the least that any subscriber is given (RFC 6177): `2001:db8:0:7::/64`. What is no address stays as it is.
 */
export function networkOf(address: string): string {
  const [bare = ''] = address.split('%')
  if (!isIPv6(bare)) return address
  const { address: canonical } = new SocketAddress({ address: bare, family: 'ipv6' })
  const mapped = /^::ffff:([\d.]+)$/.exec(canonical)?.[1]
  return mapped ?? `${groupsOf(canonical).slice(0, 4).join(':')}::/64`
}

/** At least the first six of the eight: in canonical form nothing but the last two is ever written as IPv4. */
function groupsOf(canonical: string): string[] {
  const [before = [], after] = canonical.split('::').map((half) => half.split(':').filter(Boolean))
  if (after === undefined) return before
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after]
}
