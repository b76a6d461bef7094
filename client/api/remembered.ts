/** Answers that hold without the server too, as they were when it was last asked. */
import * as v from 'valibot'
import type { Device } from '#client/device/device.ts'
import { request, type Answer } from './request.ts'

export async function remembered<Schema extends v.GenericSchema>(
  device: Device | undefined,
  path: string,
  schema: Schema,
  name = path,
): Promise<Answer<v.InferOutput<Schema>>> {
  const answer = await request(path, schema)
  if (answer.ok) {
    await device?.keepFact(name, answer.value).catch(() => undefined)
    return answer
  }
  if (answer.failure.code !== 'offline') return answer
  const kept = v.safeParse(schema, await device?.fact(name).catch(() => undefined))
  return kept.success ? { ok: true, value: kept.output } : answer
}
