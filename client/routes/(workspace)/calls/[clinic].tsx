import { useSearchParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { parseCallId } from '#domain/ids.ts'
import { WhoCalls } from '#client/call/who-calls.tsx'

export default function CallRoute() {
  const [query] = useSearchParams<{ call: string }>()
  return (
    <Show when={parseCallId(query.call ?? '')} keyed>
      {(call) => <WhoCalls call={call} />}
    </Show>
  )
}
