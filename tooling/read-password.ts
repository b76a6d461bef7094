/** A password from standard input: asked for twice and not shown at a terminal, else its first line. */
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { Words } from '#domain/clinics/clinic.ts'
import { inLanguage } from './say.ts'

/** Empty when nothing is given; `undefined` when it is not the same the second time. */
export async function readPassword(): Promise<string | undefined> {
  const { stdin } = process
  if (!stdin.isTTY) return firstLine(stdin)
  const first = await ask({
    ru: 'Пароль (пусто: придумать): ',
    en: 'Password (empty: one is made): ',
  })
  if (first === '') return first
  const second = await ask({ ru: 'Ещё раз: ', en: 'Once more: ' })
  return first === second ? first : undefined
}

async function firstLine(input: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input })) return line
  return ''
}

async function ask(question: Words): Promise<string> {
  process.stderr.write(inLanguage(question))
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  terminal.once('SIGINT', () => {
    terminal.close()
    process.exit(130)
  })
  // Ctrl-D: there will be no answer.
  const answer = await terminal.question('').catch(() => process.exit(130))
  terminal.close()
  process.stderr.write('\n')
  return answer
}
