/** Yjs can carry more than JSON (dates as bigints, bytes, objects with a forged prototype); documents hold JSON only. */
import type { Json } from '#domain/documents/shape.ts'

export function isPlainJson(value: unknown, depth = 8): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || depth === 0) return false
  if (Array.isArray(value)) return value.every((element) => isPlainJson(element, depth - 1))
  if (Object.getPrototypeOf(value) !== Object.prototype) return false
  return Object.values(value).every((element) => isPlainJson(element, depth - 1))
}
