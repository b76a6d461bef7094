/** Who is on the card, and where. */
import { createMemo, For, Show } from 'solid-js'
import type { Presence } from '#client/documents/connection.ts'
import { Avatar } from '#client/design/avatar.tsx'
import { givenName } from '#client/words/names.ts'
import { words } from '#client/words/words.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import { useCard } from './card-context.tsx'
import { fieldName } from './field-names.ts'
import styles from './presence-bar.module.css'

/** Faces drawn before the rest is counted. */
const mostFaces = 4

export function PresenceBar() {
  const card = useCard()
  const { person } = useWorkspace()
  /** Colleagues, each once, those in a field first. */
  const others = createMemo(() => {
    const byPerson = new Map<string, Presence>()
    for (const presence of card.shared.presences()) {
      if (presence.person.id === person.id) continue
      const known = byPerson.get(presence.person.id)
      if (!known || known.field === undefined) byPerson.set(presence.person.id, presence)
    }
    return [...byPerson.values()].sort(
      (a, b) => Number(b.field !== undefined) - Number(a.field !== undefined),
    )
  })
  const doing = ({ person: { name }, field }: Presence) => {
    if (field === undefined) return words().card.looking(givenName(name))
    const [root = '', ...key] = field.split('/')
    if (root === 'notes') return words().card.typing(givenName(name))
    return words().card.inField(givenName(name), fieldName(root, key.join('/')))
  }

  return (
    <Show when={others().length > 0}>
      <div class={styles.bar} role="group" aria-label={words().card.here}>
        <span class={styles.faces}>
          <For each={others().slice(0, mostFaces)}>{(presence) => <Avatar person={presence.person} />}</For>
          <Avatar person={{ id: person.id, name: person.name }} />
        </span>
        <span class={styles.doing}>
          <Show when={others()[0]}>{(first) => <>{doing(first())}</>}</Show>
          <Show when={others().length > 1}>, {words().card.lookingMany(others().length - 1)}</Show>
        </span>
      </div>
    </Show>
  )
}
