/** What people sign in with, as it is checked wherever it comes in. */
import * as v from 'valibot'

export const emailAddress = v.pipe(v.string(), v.trim(), v.email(), v.maxLength(254))

/** Longer ones would only cost the hash its time. */
export const longestPassword = 128
export const givenPassword = v.pipe(v.string(), v.nonEmpty(), v.maxLength(longestPassword))

/** Characters of a password that somebody chooses. */
export const shortestNewPassword = 12
