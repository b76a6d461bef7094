import { words } from '#client/words/words.ts'
import styles from './brand.module.css'

export function Brand() {
  return (
    <span class={styles.brand}>
      <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="var(--accent)" />
        <path
          d="M11 8v16M21.5 8 12 16.2 21.5 24"
          fill="none"
          stroke="var(--on-accent)"
          stroke-width="3.6"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
      <span>{words().product}</span>
    </span>
  )
}
