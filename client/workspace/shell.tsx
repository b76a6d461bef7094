/** The frame of the workspace: the same place for the same thing, whatever is open in the middle. */
import { ErrorBoundary, Show, type ParentProps } from 'solid-js'
import { CallPanel } from '#client/call/call-panel.tsx'
import { RingingNotice } from '#client/call/ringing-notice.tsx'
import { SessionDialog } from '#client/session/session-dialog.tsx'
import { createRingTone } from '#client/telephone/ring-tone.ts'
import { Broken } from './broken.tsx'
import { Rail } from './rail.tsx'
import { NoClinics } from './no-clinics.tsx'
import { createScreenPop } from './screen-pop.ts'
import styles from './shell.module.css'
import { createShortcuts } from './shortcuts.ts'
import { StatusBar } from './status-bar.tsx'
import { TopBar } from './top-bar.tsx'
import { useWorkspace } from './workspace.tsx'

export function Shell(props: ParentProps) {
  const workspace = useWorkspace()
  createScreenPop(workspace)
  createShortcuts(workspace)
  createRingTone(() => workspace.calls.unanswered().some(workspace.calls.ringsHere))

  return (
    <div class={styles.shell}>
      <TopBar />
      <Rail />
      <main class={styles.centre}>
        <ErrorBoundary fallback={(error, again) => <Broken error={error} again={again} />}>
          <Show when={workspace.clinics.length > 0} fallback={<NoClinics />}>
            {props.children}
          </Show>
        </ErrorBoundary>
      </main>
      <ErrorBoundary fallback={(error, again) => <Broken error={error} again={again} />}>
        <CallPanel />
      </ErrorBoundary>
      <StatusBar />
      <RingingNotice />
      <SessionDialog />
    </div>
  )
}
