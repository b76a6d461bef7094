/**
 * Keeps the built client on the device, so that the workspace opens without a network. The build writes it to `/sw.js`
 * with the list of its files. A new version is fetched whole beside the one in use, and takes its place only when a
 * person says so; the one before it is kept for windows that have not been reloaded yet.
 */

/** The part of ServiceWorkerGlobalScope that is used here; its types do not go together with a page's. */
interface Scope {
  readonly location: Location
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void
}
interface LifeEvent {
  waitUntil(work: Promise<unknown>): void
}
interface FetchEvent {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
// Put in by the build.
declare const builtFiles: readonly string[]
declare const builtVersion: string

const scope = globalThis as unknown as Scope
const prefix = 'kartoteka-'
const cacheName = prefix + builtVersion
const shell = '/index.html'

scope.addEventListener('install', (event) => event.waitUntil(fetchAll()))
scope.addEventListener('activate', (event) => event.waitUntil(takeOver()))
scope.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void scope.skipWaiting()
})
scope.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== scope.location.origin || pathname.startsWith('/api/')) return
  event.respondWith(request.mode === 'navigate' ? answerPage(request) : answerFile(request))
})

async function fetchAll(): Promise<void> {
  const cache = await caches.open(cacheName)
  await cache.addAll(builtFiles.map((file) => new Request(file, { cache: 'no-cache' })))
}

/** Caches in the order in which they were made: this version's, and those before it. */
async function takeOver(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName)
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)))
  await scope.clients.claim()
}

async function answerPage(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  return (await cache.match(shell)) ?? fetch(request)
}

async function answerFile(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  return (await cache.match(request)) ?? (await caches.match(request)) ?? fetch(request)
}
