/** The left edge: who I am and in what state, and the work there is now. */
import Phone from 'lucide-solid/icons/phone-call'
import PhoneMissed from 'lucide-solid/icons/phone-missed'
import { useLocation } from '@solidjs/router'
import { For, Show, type JSX } from 'solid-js'
import { worksWithPatients } from '#domain/people/person.ts'
import { said, words } from '#client/words/words.ts'
import { MyState } from './my-state.tsx'
import styles from './rail.module.css'
import { useWorkspace } from './workspace.tsx'

export function Rail() {
  const { person, clinics } = useWorkspace()
  return (
    <nav class={styles.rail} aria-label={words().rail.work}>
      <MyState />
      <Show when={clinics.length > 0}>
        <Show when={worksWithPatients(person)}>
          <Now />
        </Show>
        <section class={styles.clinics}>
          <h2>{words().rail.clinics}</h2>
          <ul>
            <For each={clinics}>
              {(clinic) => (
                <li data-clinic-colour={clinic.colour} title={said(clinic.name)}>
                  <i />
                  <span>{said(clinic.name)}</span>
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
    </nav>
  )
}

function Now() {
  const { lines, calls, missed } = useWorkspace()
  const live = () => lines.calls().filter(({ call }) => call.state !== 'ended').length
  return (
    <section>
      <h2>{words().rail.now}</h2>
      <ul>
        <Item
          href="/"
          icon={<Phone size={17} />}
          label={words().rail.calls}
          count={live()}
          tone={calls.unanswered().length > 0 ? 'accent' : undefined}
        />
        <Item
          href="/missed"
          icon={<PhoneMissed size={17} />}
          label={words().rail.missed}
          count={missed.answer()?.ok ? missed.open().length : undefined}
          tone={missed.open().length > 0 ? 'bad' : undefined}
        />
      </ul>
    </section>
  )
}

function Item(props: {
  href: string
  icon: JSX.Element
  label: string
  /** `undefined` until it is known. */
  count: number | undefined
  tone: 'accent' | 'bad' | undefined
}) {
  const location = useLocation()
  return (
    <li>
      <a
        class={styles.item}
        href={props.href}
        title={props.label}
        aria-current={location.pathname === props.href ? 'page' : undefined}
      >
        {props.icon}
        <span class={styles.label}>{props.label}</span>
        <span class={styles.count} data-tone={props.tone}>
          {props.count ?? '–'}
        </span>
      </a>
    </li>
  )
}
