/** An administrator entered from outside the workspace: the first person of a centre, or the way back in. */
import { eq } from 'drizzle-orm'
import { ulid } from 'ulid'
import * as v from 'valibot'
import type { Words } from '#domain/clinics/clinic.ts'
import { known, parsePersonId } from '#domain/ids.ts'
import { callKinds } from '#domain/people/person.ts'
import { loadClinics } from '#sync-server/clinics/clinics.ts'
import type { Store } from '#sync-server/store/open.ts'
import { people } from '#sync-server/store/schema/people.ts'
import { addPeople } from './people.ts'
import { emailAddress, longestPassword, shortestNewPassword } from './sign-in-data.ts'

export interface NewAdministrator {
  email: string
  /** As colleagues see it. */
  name: string
  password: string
}

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; reason: Words }

/** Characters; more do not fit where names are shown. */
const longestName = 100
const personName = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(),
  v.maxLength(longestName),
  v.regex(/^[^\p{Cc}]*$/u),
)
const newPassword = v.pipe(v.string(), v.minLength(shortestNewPassword), v.maxLength(longestPassword))

const refusals = {
  email: {
    ru: 'Адрес почты пишется так: --email anna@kartoteka.example',
    en: 'The e-mail address is written like this: --email anna@kartoteka.example',
  },
  name: {
    ru: `Имя пишется так: --name "Анна Петрова", не длиннее ${longestName} знаков`,
    en: `The name is written like this: --name "Anna Smith", at most ${longestName} characters`,
  },
  password: {
    ru: `В пароле должно быть от ${shortestNewPassword} до ${longestPassword} знаков.`,
    en: `The password must have ${shortestNewPassword} to ${longestPassword} characters.`,
  },
} as const satisfies Record<string, Words>

export function parseEmail(given: string | undefined): Parsed<string> {
  return parsedBy(emailAddress, given, refusals.email)
}
export function parseName(given: string | undefined): Parsed<string> {
  return parsedBy(personName, given, refusals.name)
}
export function parseNewPassword(given: string): Parsed<string> {
  return parsedBy(newPassword, given, refusals.password)
}

function parsedBy(
  schema: v.GenericSchema<string, string>,
  given: string | undefined,
  reason: Words,
): Parsed<string> {
  const parsed = v.safeParse(schema, given)
  return parsed.success ? { ok: true, value: parsed.output } : { ok: false, reason }
}

/**
 * Enters the administrator with every clinic that there is and every kind of call. A server that runs on the same
 * store takes them in when they sign in. Answers false when the address is somebody's already.
 */
export async function addAdministrator(store: Store, added: NewAdministrator, now: Date): Promise<boolean> {
  const email = added.email.toLowerCase()
  const namesakes = await store.db.select({ id: people.id }).from(people).where(eq(people.email, email))
  if (namesakes.length > 0) return false
  const clinics = await loadClinics(store)
  const person = {
    kind: 'person',
    id: known(parsePersonId, ulid()),
    name: added.name,
    role: 'administrator',
    grants: clinics.map(({ id }) => ({ clinic: id, kinds: callKinds })),
    extension: null,
  } as const
  await addPeople(store, [{ person, email, password: added.password }], now)
  return true
}
