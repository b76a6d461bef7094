import { Brand } from '#client/design/brand.tsx'
import { Search } from '#client/search/search.tsx'
import { Tabs } from './tabs.tsx'
import styles from './top-bar.module.css'

export function TopBar() {
  return (
    <header class={styles.bar}>
      <a class={styles.home} href="/">
        <Brand />
      </a>
      <Tabs />
      <Search />
    </header>
  )
}
