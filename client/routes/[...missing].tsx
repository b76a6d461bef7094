import { words } from '#client/words/words.ts'

export default function MissingPage() {
  return (
    <main class="empty">
      <h2>{words().missingPage.title}</h2>
      <p>{words().missingPage.lead}</p>
      <a class="button" href="/">
        {words().missingPage.back}
      </a>
    </main>
  )
}
