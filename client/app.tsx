import { Router } from '@solidjs/router'
import { FileRoutes } from '@solidjs/start/router'
import { createEffect, Suspense } from 'solid-js'
import '#client/design/base.css'
import { words } from '#client/words/words.ts'

export default function App() {
  createEffect(() => {
    document.title = words().product
  })
  return (
    <Router root={(props) => <Suspense>{props.children}</Suspense>}>
      <FileRoutes />
    </Router>
  )
}
