import { useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { parseCallId } from '#domain/ids.ts'
import { WhoCalls } from '#client/call/who-calls.tsx'

export default function CallRoute() {
  const params = useParams<{ clinic: string; call: string }>()
  return (
    <Show when={parseCallId(params.call ?? '')} keyed>
      {(call) => <WhoCalls call={call} />}
    </Show>
  )
}
