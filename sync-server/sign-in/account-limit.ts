/** Wrong passwords per account, whatever addresses they come from: guessing is slow, and a person locked out waits minutes. */
import { eq, lte, sql } from 'drizzle-orm'
import type { Store } from '#sync-server/store/open.ts'
import { signInFailures } from '#sync-server/store/schema/sign-in.ts'

/** Wrong passwords in one window before the account is closed until the window ends. */
export const failuresAllowed = 10
/** Milliseconds from the first failure counted. */
export const failureWindow = 15 * 60_000

export interface AccountLimit {
  /**
   * Counts an attempt as failed before it is made, so that many at once count as many; false when it must not be
   * made.
   */
  admit(account: string): Promise<boolean>
  /** The attempt was not made: whoever may not even try must not be able to close the account. */
  takeBack(account: string): Promise<void>
  /** The attempt was right after all: the account starts anew. */
  forget(account: string): Promise<void>
}

/** `now` in milliseconds since 1970. Accounts are named by e-mail address in lower case, known or not. */
export function openAccountLimit({ db }: Store, now: () => number): AccountLimit {
  return {
    async admit(account) {
      const at = now()
      const [, counted] = await db.batch([
        db.delete(signInFailures).where(lte(signInFailures.since, at - failureWindow)),
        db
          .insert(signInFailures)
          .values({ account, failures: 1, since: at })
          .onConflictDoUpdate({
            target: signInFailures.account,
            // Counted no further than closed: what is refused here is never taken back.
            set: { failures: sql`min(${signInFailures.failures} + 1, ${failuresAllowed + 1})` },
          })
          .returning({ failures: signInFailures.failures }),
      ])
      return counted.every(({ failures }) => failures <= failuresAllowed)
    },
    async takeBack(account) {
      await db
        .update(signInFailures)
        .set({ failures: sql`${signInFailures.failures} - 1` })
        .where(eq(signInFailures.account, account))
    },
    async forget(account) {
      await db.delete(signInFailures).where(eq(signInFailures.account, account))
    },
  }
}
