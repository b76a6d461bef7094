/** The right edge: the call itself on top, what came of it below. */
import { createMemo, Show } from 'solid-js'
import { worksWithPatients } from '#domain/people/person.ts'
import { words } from '#client/words/words.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import styles from './call-panel.module.css'
import { CallState } from './call-state.tsx'
import { Results } from './results.tsx'
import { createSubject } from './subject.ts'
import { TelephoneProblem } from './telephone-problem.tsx'

export function CallPanel() {
  const workspace = useWorkspace()
  const subject = createSubject(workspace)
  /** What asks for a result; the same one while the call goes from the line onto the card. */
  const asked = createMemo(() => subject(), undefined, {
    equals: (before, after) => before?.call === after?.call && before?.card === after?.card,
  })
  /** Talking, but the caller has not been recognised: no card, so no result yet. */
  const nameless = createMemo(() => {
    const talking = workspace.calls.talking()
    return talking !== undefined && talking.patient === undefined
  })
  /** Why no call can be here. */
  const obstacle = () => {
    if (!worksWithPatients(workspace.person)) return words().home.reader
    return workspace.clinics.length === 0 ? words().home.noClinics : undefined
  }
  return (
    <aside class={styles.panel} aria-label={words().panel.label}>
      <Show when={obstacle() === undefined} fallback={<p class={styles.hint}>{obstacle()}</p>}>
        <CallState subject={subject()} />
        <TelephoneProblem />
        <Show
          when={asked()}
          keyed
          fallback={
            <Show when={nameless() || workspace.activeCard()}>
              <p class={styles.hint}>{nameless() ? words().results.choosePatient : words().results.noCall}</p>
            </Show>
          }
        >
          {(found) => <Results card={found.card} call={found.call} />}
        </Show>
      </Show>
    </aside>
  )
}
