import { Navigate, useLocation, type RouteSectionProps } from '@solidjs/router'
import { createMemo, Match, onMount, Switch } from 'solid-js'
import { sentenceOf } from '#client/api/request.ts'
import { loadSession, session } from '#client/session/session.ts'
import { words } from '#client/words/words.ts'
import { Shell } from '#client/workspace/shell.tsx'
import { WorkspaceProvider } from '#client/workspace/workspace.tsx'

export default function WorkspacePage(props: RouteSectionProps) {
  const location = useLocation()
  onMount(() => {
    if (session().kind === 'unknown') void loadSession()
  })
  /** Stays the same when a session runs out and is renewed, so that nothing on the screen is lost. */
  const here = createMemo(
    () => {
      const now = session()
      return now.kind === 'signed-in' || now.kind === 'expired' ? now : undefined
    },
    undefined,
    { equals: (before, after) => before?.me.person.id === after?.me.person.id },
  )
  const failure = () => {
    const now = session()
    return now.kind === 'failed' ? now.failure : undefined
  }

  return (
    <Switch>
      <Match when={here()}>
        {(now) => (
          <WorkspaceProvider me={now().me} device={now().device}>
            <Shell>{props.children}</Shell>
          </WorkspaceProvider>
        )}
      </Match>
      <Match when={session().kind === 'signed-out'}>
        <Navigate href={`/sign-in?to=${encodeURIComponent(location.pathname)}`} />
      </Match>
      <Match when={failure()}>
        {(found) => (
          <main class="empty">
            <h2>{sentenceOf(found())}</h2>
            <button class="button" data-look="main" onClick={() => void loadSession()}>
              {words().again}
            </button>
          </main>
        )}
      </Match>
      <Match when={session().kind === 'unknown'}>
        <p class="empty" role="status">
          {words().loading}
        </p>
      </Match>
    </Switch>
  )
}
