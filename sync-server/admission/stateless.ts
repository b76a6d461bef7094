/** The stateless messages of the sync socket, parsed once. docs/connect.md says what each is for. */
import * as v from 'valibot'

const id = v.pipe(v.string(), v.maxLength(64))
const Message = v.variant('type', [
  v.object({ type: v.literal('rebased') }),
  v.object({
    type: v.literal('command-result'),
    id,
    done: v.boolean(),
    code: v.optional(id),
  }),
])
export type StatelessMessage = v.InferOutput<typeof Message>

/** `undefined` for anything that is no message of ours. */
export function parseStateless(payload: string): StatelessMessage | undefined {
  if (payload.length > 10_000) return undefined
  let json: unknown
  try {
    json = JSON.parse(payload)
  } catch {
    return undefined
  }
  const parsed = v.safeParse(Message, json)
  return parsed.success ? parsed.output : undefined
}
