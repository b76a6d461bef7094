/** The version that this window runs, and a newer one that waits on the device until somebody wants it. */
import { createSignal, onCleanup, type Accessor } from 'solid-js'

export interface Versions {
  /** A newer version is here, whole. */
  waiting: Accessor<boolean>
  /** Goes over to it: every window of this browser is loaded anew. */
  takeOver(): void
}

/** Milliseconds between questions whether there is a newer one. */
const askEvery = 15 * 60_000

export function createVersions(): Versions {
  const [waiting, setWaiting] = createSignal<ServiceWorker>()
  const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker
  if (!workers || import.meta.env.DEV) return { waiting: () => false, takeOver: () => undefined }

  // The first worker takes over a page that runs the same version already.
  let replaces = workers.controller !== null
  const onChange = (): void => {
    if (replaces) location.reload()
    replaces = true
  }
  workers.addEventListener('controllerchange', onChange)

  let registered: ServiceWorkerRegistration | undefined
  const look = (): void => void setWaiting(() => registered?.waiting ?? undefined)
  async function register(container: ServiceWorkerContainer): Promise<void> {
    registered = await container.register('/sw.js', { updateViaCache: 'none' })
    registered.addEventListener('updatefound', () => {
      registered?.installing?.addEventListener('statechange', look)
    })
    look()
  }
  const ask = (): void => void registered?.update().catch(() => undefined)
  // Without one the workspace works as long as there is a line.
  void register(workers).catch(() => undefined)
  const timer = setInterval(ask, askEvery)
  globalThis.addEventListener('online', ask)
  onCleanup(() => {
    clearInterval(timer)
    globalThis.removeEventListener('online', ask)
    workers.removeEventListener('controllerchange', onChange)
  })

  return {
    waiting: () => waiting() !== undefined && workers.controller !== null,
    takeOver: () => waiting()?.postMessage('take-over'),
  }
}
