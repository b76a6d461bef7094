import { initials } from '#client/words/names.ts'
import { personColour } from './person-colour.ts'
import styles from './avatar.module.css'

/** A person as a coloured disc. The name is said aloud unless it stands beside the disc anyway. */
export function Avatar(props: {
  person: { id: string; name: string }
  size?: 'small' | 'large'
  named?: boolean
}) {
  return (
    <span
      class={styles.avatar}
      data-size={props.size ?? 'small'}
      data-person-colour={personColour(props.person.id)}
      role={props.named ? undefined : 'img'}
      aria-label={props.named ? undefined : props.person.name}
      aria-hidden={props.named ? 'true' : undefined}
      title={props.person.name}
    >
      {initials(props.person.name)}
    </span>
  )
}
