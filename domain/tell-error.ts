/**
 * What a log may say of an error. Some errors quote in their message what they failed at: a query's parameters, a text
 * that is no JSON, a value of the wrong shape. That may be a patient's, or a secret, and has no place in a log.
 */
export interface ToldError {
  /** Name of the class. */
  type: string
  /** With those of its causes. */
  message: string
  /** The places only. */
  stack: string
}

const quoting = ['DrizzleQueryError', 'SyntaxError', 'ValiError']

export function tellError(error: unknown): ToldError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' }
  const places = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line))
  return { type: error.constructor.name, message: messagesOf(error).join(': '), stack: places.join('\n') }
}

function messagesOf(error: Error): string[] {
  const { name } = error.constructor
  const own = quoting.includes(name) ? name : error.message
  return error.cause instanceof Error ? [own, ...messagesOf(error.cause)] : [own]
}
