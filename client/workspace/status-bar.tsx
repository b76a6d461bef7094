/** State is never a guess: what is saved, what is not yet, what was refused, and whether the PBX is there. */
import Check from 'lucide-solid/icons/check'
import CloudOff from 'lucide-solid/icons/cloud-off'
import GraduationCap from 'lucide-solid/icons/graduation-cap'
import RefreshCw from 'lucide-solid/icons/refresh-cw'
import LoaderCircle from 'lucide-solid/icons/loader-circle'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { Match, Show, Switch } from 'solid-js'
import { worksWithPatients } from '#domain/people/person.ts'
import { formatTime } from '#client/words/format.ts'
import { words } from '#client/words/words.ts'
import { RefusedChanges, refusedChangesId } from './refused-changes.tsx'
import styles from './status-bar.module.css'
import { useWorkspace } from './workspace.tsx'

export function StatusBar() {
  const { saving, person, clinics, versions, calls, telephone } = useWorkspace()
  const offline = () => {
    const status = saving.status()
    return status.kind === 'offline' ? status : undefined
  }
  return (
    <footer class={styles.bar}>
      <div class={styles.saving} role="status">
        <Switch>
          <Match when={saving.status().kind === 'signed-out'}>
            <span data-tone="bad">
              <TriangleAlert size={15} /> {words().status.signedOut}
            </span>
          </Match>
          <Match when={offline()}>
            {(status) => (
              <span data-tone="bad">
                <CloudOff size={15} /> {words().status.offline(formatTime(status().since))}
              </span>
            )}
          </Match>
          <Match when={saving.status().kind === 'connecting'}>
            <span>
              <i class={styles.turning}>
                <LoaderCircle size={15} />
              </i>{' '}
              {words().status.connecting}
            </span>
          </Match>
          <Match when={saving.pending() === 0}>
            <span data-tone="ok">
              <Check size={15} /> {words().status.saved}
            </span>
          </Match>
        </Switch>
        <Show when={saving.pending() > 0}>
          <span data-tone="warn">
            <i class={styles.turning}>
              <LoaderCircle size={15} />
            </i>{' '}
            {words().status.pending(saving.pending())}
          </span>
        </Show>
      </div>
      <Show when={saving.refused().length > 0}>
        <button type="button" class={styles.refused} popovertarget={refusedChangesId}>
          <TriangleAlert size={15} />
          {words().status.refused(saving.refused().length)}
        </button>
        <RefusedChanges />
      </Show>
      <Show when={saving.unkept()}>
        <span data-tone="bad" role="alert">
          <TriangleAlert size={15} /> {words().status.notKept}
        </span>
      </Show>
      <Show when={versions.waiting()}>
        <button
          type="button"
          class={styles.version}
          disabled={calls.talking() !== undefined || telephone.talk() !== 'none'}
          title={words().status.newVersionHint}
          onClick={() => versions.takeOver()}
        >
          <RefreshCw size={14} /> {words().status.newVersion}
        </button>
      </Show>
      <Show when={worksWithPatients(person)}>
        <Show when={clinics.length > 0}>
          <Pbx />
        </Show>
        <span class={styles.everything}>{words().status.everything}</span>
      </Show>
    </footer>
  )
}

function Pbx() {
  const { lines } = useWorkspace()
  return (
    <Switch fallback={<span>{words().status.pbxUnknown}</span>}>
      <Match when={lines.pbx()?.state === 'reconnecting'}>
        <span data-tone="warn" role="status">
          <TriangleAlert size={15} /> {words().status.pbxReconnecting}
        </span>
      </Match>
      <Match when={lines.pbx()?.training}>
        <span class={styles.training} title={words().status.trainingHint}>
          <GraduationCap size={15} /> {words().status.training}
          <small>{words().status.trainingHint}</small>
        </span>
      </Match>
      <Match when={lines.pbx()}>
        <span>{words().status.pbxConnected}</span>
      </Match>
    </Switch>
  )
}
