/** A request's JSON, parsed once at the edge. */
import type { Context } from 'hono'
import * as v from 'valibot'

export type Body<Value> = { ok: true; value: Value } | { ok: false; reason: string }

export async function readJson<Schema extends v.GenericSchema>(
  c: Context,
  schema: Schema,
): Promise<Body<v.InferOutput<Schema>>> {
  const json: unknown = await c.req.json().catch(() => undefined)
  const parsed = v.safeParse(schema, json)
  return parsed.success
    ? { ok: true, value: parsed.output }
    : { ok: false, reason: v.summarize(parsed.issues) }
}
