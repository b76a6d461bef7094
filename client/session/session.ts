/** Who sits here: signed in, signed out, or not yet known. */
import { createSignal } from 'solid-js'
import * as v from 'valibot'
import { post, request, type Failure } from '#client/api/request.ts'
import type { Device } from '#client/device/device.ts'
import { isForgotten } from './idle.ts'
import { lastPerson, leaveSeat, onSeatLeft, takeSeatAs } from '#client/device/seat.ts'
import { me as meShape, syncToken, type Me } from '#client/api/shapes.ts'

export type Session =
  | { kind: 'unknown' }
  | { kind: 'signed-out' }
  /** `device` is missing where the browser keeps nothing. */
  | { kind: 'signed-in'; me: Me; device: Device | undefined }
  /** The session ended under somebody's hands; what they typed is still on the screen. */
  | { kind: 'expired'; me: Me; device: Device | undefined }
  | { kind: 'failed'; failure: Failure }

/** The API's word for: nobody is signed in here. */
const notSignedIn = 'not-signed-in'
/** And for: somebody has put an end to this session, or to the person's access. */
const sessionEnded = 'session-ended'
const meFact = 'me'
/** In the browser's storage while the server does not know that the person has signed out. */
const stillToEnd = 'kartoteka.sign-out'

const [session, setSession] = createSignal<Session>({ kind: 'unknown' })
export { session }

/** Without the server: as it was when it was last asked. */
async function lastSession(): Promise<Session | undefined> {
  const person = lastPerson()
  const device = person && (await takeSeatAs(person))
  const kept = v.safeParse(meShape, await device?.fact(meFact).catch(() => undefined))
  return kept.success ? { kind: 'signed-in', me: kept.output, device } : undefined
}

/** Without a line the server is told later, before anything else is asked of it. False when it does not know yet. */
async function endOnServer(): Promise<boolean> {
  localStorage.setItem(stillToEnd, '')
  const answer = await post('/api/auth/sign-out', v.unknown(), {})
  if (answer.ok) localStorage.removeItem(stillToEnd)
  return answer.ok
}

/** What lies here from before the time that the administrator allows goes before anything of it is shown. */
async function forgetIfIdle(): Promise<void> {
  const last = await lastSession()
  if (last?.kind !== 'signed-in' || !(await isForgotten(last.device, last.me.idleLimit))) return
  await Promise.all([endOnServer(), leaveSeat()])
}

export async function loadSession(): Promise<Session> {
  if (session().kind === 'unknown') await forgetIfIdle()
  if (localStorage.getItem(stillToEnd) !== null && !(await endOnServer()))
    return setSession({ kind: 'signed-out' })
  const answer = await request('/api/me', meShape)
  if (answer.ok) {
    const { person, clinics } = answer.value
    const device = await takeSeatAs(person.id)
    await device?.keepFact(meFact, answer.value).catch(() => undefined)
    await device?.forgetAllBut(clinics.map(({ id }) => id)).catch(() => undefined)
    return setSession({ kind: 'signed-in', me: answer.value, device })
  }
  if (answer.failure.code === sessionEnded && (await leaveSeat())) goOut('ended')
  if (answer.failure.code === notSignedIn || answer.failure.code === sessionEnded)
    return setSession({ kind: 'signed-out' })
  const remembered = answer.failure.code === 'offline' ? await lastSession() : undefined
  return setSession(remembered ?? { kind: 'failed', failure: answer.failure })
}

/** The failure, or `undefined` when the person is in. */
export async function signIn(email: string, password: string): Promise<Failure | undefined> {
  await forgetIfIdle()
  const answer = await post('/api/auth/sign-in/email', v.unknown(), { email, password })
  if (!answer.ok) return answer.failure
  localStorage.removeItem(stillToEnd)
  const before = session()
  const found = await loadSession()
  // Another person must not inherit what the first one left on the screen.
  if (before.kind === 'expired' && found.kind === 'signed-in' && found.me.person.id !== before.me.person.id) {
    location.assign('/')
  }
  return found.kind === 'failed' ? found.failure : undefined
}

/** Leaves nothing of the patients on this device, and nothing in this window's memory: the page is loaded anew. */
export async function signOut(): Promise<void> {
  await Promise.all([endOnServer(), leaveSeat()])
  goOut()
}

function goOut(reason?: 'ended' | 'idle'): void {
  sessionStorage.clear()
  location.assign(reason ? `/sign-in?left=${reason}` : '/sign-in')
}
onSeatLeft(() => goOut())

/** Nobody has used this browser for as long as the administrator lets it keep patients' data. */
export async function leaveIdle(): Promise<void> {
  await Promise.all([endOnServer(), leaveSeat()])
  goOut('idle')
}

/** A token for the sync socket, good for a minute; `undefined` when the session has ended. Rejects without the server. */
export async function freshSyncToken(): Promise<string | undefined> {
  const answer = await request('/api/sync-token', syncToken)
  if (answer.ok) return answer.value.token
  if (answer.failure.code === sessionEnded) {
    await leaveSeat()
    goOut('ended')
    return undefined
  }
  if (answer.failure.code !== notSignedIn) throw new Error(answer.failure.code)
  setSession((last) => (last.kind === 'signed-in' ? { ...last, kind: 'expired' } : last))
  return undefined
}
