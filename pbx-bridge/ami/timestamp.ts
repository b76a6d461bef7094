/**
 * The PBX tells moments in seconds with six decimals (`1789000000.500000`). Everywhere behind the edge they are whole
 * milliseconds since 1970, and the server admits no other. `undefined` for text that is no moment.
 */
export function parseTimestamp(text: string | undefined): number | undefined {
  const at = Math.round(Number(text) * 1000)
  return Number.isSafeInteger(at) && at > 0 ? at : undefined
}
