/** Signing out takes everything off this device, so it asks first when something is here only. */
import type { Saving } from '#client/documents/saving.ts'
import { signOut } from '#client/session/session.ts'
import { words } from '#client/words/words.ts'

export function leaveWork({ pending, refused }: Saving): void {
  const unsaved = pending() + refused().length
  if (unsaved === 0 || confirm(words().signIn.signOutUnsaved(unsaved))) void signOut()
}
