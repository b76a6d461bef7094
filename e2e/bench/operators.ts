/**
 * Operators at work without a screen: a process that holds the lines open for each of them, and opens the card of
 * every call that is put to them, as an idle operator's window does.
 *
 * Arguments: address of the server, session cookie, how many.
 */
import { readLine } from '#domain/documents/line.ts'
import { cardName, lineName } from '#domain/documents/names.ts'
import { known, parseClinicId } from '#domain/ids.ts'
import { openConnection } from '#client/sync/connection.ts'
import { createTokenSource } from '#client/sync/token.ts'
import type { OpenDocument } from '#client/documents/connection.ts'

const [url = '', cookie = '', count = '0'] = process.argv.slice(2)
const clinics = ['alpha', 'beta'].map((id) => known(parseClinicId, id))
const token = createTokenSource(async () => {
  const answer = await fetch(`${url}/api/sync-token`, { headers: { cookie } })
  const body = (await answer.json()) as { token?: string }
  return body.token
})

async function work(): Promise<void> {
  const connection = openConnection({ url: `${url.replace('http', 'ws')}/sync`, token })
  const lines = clinics.map((clinic) => ({ clinic, document: connection.open(lineName(clinic)) }))
  const cards = new Map<string, OpenDocument>()
  for (const { clinic, document } of lines) {
    document.replica.subscribe(({ kind }) => {
      if (kind !== 'view') return
      const calls = readLine(document.replica.view)
      for (const { call, patient } of calls) {
        if (patient && !cards.has(call.id)) cards.set(call.id, connection.open(cardName(clinic, patient)))
      }
      for (const [id, card] of cards) {
        if (id.startsWith(clinic) || calls.some(({ call }) => call.id === id)) continue
        card.close()
        cards.delete(id)
      }
    })
  }
  await Promise.all(lines.map(({ document }) => ready(document)))
}

function ready(document: OpenDocument): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.state === 'loading') return
      stop()
      resolve()
    }
    const stop = document.subscribe(look)
    look()
  })
}

await Promise.all(Array.from({ length: Number(count) }, work))
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
