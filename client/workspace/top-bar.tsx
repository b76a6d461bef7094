import { Show } from 'solid-js'
import { worksWithPatients } from '#domain/people/person.ts'
import { Brand } from '#client/design/brand.tsx'
import { Search } from '#client/search/search.tsx'
import { Tabs } from './tabs.tsx'
import styles from './top-bar.module.css'
import { useWorkspace } from './workspace.tsx'

export function TopBar() {
  const { person } = useWorkspace()
  return (
    <header class={styles.bar}>
      <a class={styles.home} href="/">
        <Brand />
      </a>
      <Tabs />
      <Show when={worksWithPatients(person)}>
        <Search />
      </Show>
    </header>
  )
}
