/** People in the database: who they are, what they have been granted, and how a new one is entered. */
import { asc, eq } from 'drizzle-orm'
import { hashPassword } from 'better-auth/crypto'
import { ulid } from 'ulid'
import type { PersonId } from '#domain/ids.ts'
import { callKinds, roles, type Person } from '#domain/people/person.ts'
import { makeSecret } from '#sync-server/secrets.ts'
import type { Store } from '#sync-server/store/open.ts'
import { grants, people } from '#sync-server/store/schema/people.ts'
import { credentials } from '#sync-server/store/schema/sign-in.ts'

export interface KnownPerson {
  person: Person
  email: string
  /** The password of the person's own telephone account. */
  sipSecret: string
}

/** In order of name. Throws when a row is not a person: rights must not be guessed. */
export async function loadPeople({ db }: Store): Promise<KnownPerson[]> {
  const [rows, granted] = await Promise.all([
    db.select().from(people).orderBy(asc(people.name)),
    db.select().from(grants).orderBy(asc(grants.clinic)),
  ])
  return rows.map((row) => {
    const role = roles.find((known) => known === row.role)
    if (role === undefined) throw new Error(`person ${row.id} has no such role: ${row.role}`)
    const own = granted
      .filter((grant) => grant.person === row.id)
      .map(({ clinic, kinds }) => ({ clinic, kinds: callKinds.filter((kind) => kinds.includes(kind)) }))
    return {
      person: { kind: 'person', id: row.id, name: row.name, role, grants: own, extension: row.extension },
      email: row.email,
      sipSecret: row.sipSecret,
    }
  })
}

export interface NewPerson {
  person: Person
  email: string
  password: string
}

/** Enters several people at once, each with a password (kept as scrypt) and a telephone secret of their own. */
export async function addPeople({ db }: Store, added: readonly NewPerson[], now: Date): Promise<void> {
  for (const { person, email, password } of added) {
    const { id, name, role, extension } = person
    await db.batch([
      db.insert(people).values({
        id,
        name,
        role,
        extension,
        email: email.toLowerCase(),
        emailVerified: true,
        sipSecret: makeSecret(),
        createdAt: now,
        updatedAt: now,
      }),
      db.insert(credentials).values({
        id: ulid(),
        accountId: id,
        providerId: 'credential',
        userId: id,
        password: await hashPassword(password),
        createdAt: now,
        updatedAt: now,
      }),
      ...person.grants.map(({ clinic, kinds }) =>
        db.insert(grants).values({ person: id, clinic, kinds: [...kinds] }),
      ),
    ])
  }
}

/** Replaces all that one person has been granted. The directory must be reloaded afterwards. */
export async function replaceGrants({ db }: Store, id: PersonId, granted: Person['grants']): Promise<void> {
  await db.batch([
    db.delete(grants).where(eq(grants.person, id)),
    ...granted.map(({ clinic, kinds }) =>
      db.insert(grants).values({ person: id, clinic, kinds: [...kinds] }),
    ),
  ])
}
