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

/** Characters. */
const longestMessage = 10_000
const Payload = v.pipe(v.string(), v.maxLength(longestMessage), v.parseJson(), Message)

/** `undefined` for anything that is no message of ours. */
export function parseStateless(payload: string): StatelessMessage | undefined {
  const parsed = v.safeParse(Payload, payload)
  return parsed.success ? parsed.output : undefined
}
