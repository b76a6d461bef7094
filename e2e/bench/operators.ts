/**
 * Operators at work without a screen: a process that holds the lines open for each of them, and opens the card of
 * every call at those who are free, as a free operator's window does. One looks at the line and tells the others when,
 * so that their windows cost this machine little and the server all that they would.
 *
 * Arguments: address of the server, session cookie, how many, how many of them are free.
 */
import { readLine } from '#domain/documents/line.ts'
import { cardName, lineName } from '#domain/documents/names.ts'
import { known, parseClinicId } from '#domain/ids.ts'
import { openConnection } from '#client/sync/connection.ts'
import { createTokenSource } from '#client/sync/token.ts'
import { LoadClient, syncProtocol } from './load-client.ts'

const [url = '', cookie = '', count = '0', free = count] = process.argv.slice(2)
const clinics = ['alpha', 'beta'].map((id) => known(parseClinicId, id))
const fetchToken = async () => {
  const answer = await fetch(`${url}/api/sync-token`, { headers: { cookie } })
  return ((await answer.json()) as { token?: string }).token
}

const port = Number(new URL(url).port)
const tokens = createTokenSource(fetchToken)
const windows: LoadClient[] = []
for (let index = 0; index < Number(count); index++) {
  const operator = new LoadClient(syncProtocol, port, () => tokens.get())
  for (const clinic of clinics) await operator.open(lineName(clinic))
  windows.push(operator)
}

const lookout = openConnection({ url: `${url.replace('http', 'ws')}/sync`, token: tokens })
const opened = new Set<string>()
for (const clinic of clinics) {
  const { replica } = lookout.open(lineName(clinic))
  replica.subscribe(({ kind }) => {
    if (kind !== 'view') return
    for (const { patient } of readLine(replica.view)) {
      const card = patient && cardName(clinic, patient)
      if (!card || opened.has(card)) continue
      opened.add(card)
      for (const operator of windows.slice(0, Number(free))) void operator.hold(card)
    }
  })
}
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
