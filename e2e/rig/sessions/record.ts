/**
 * Records what a real Asterisk says during calls that people play, into `asterisk/sessions`:
 * `node e2e/rig/sessions/record.ts [name…]`. The format is described in that folder's README.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { amiUsers } from '#domain/telephony/pbx-names.ts'
import { connectAmi, type AmiConnection } from '../ami.ts'
import { startTestPbx, type TestPbx } from '../asterisk.ts'
import { clinics, people } from '../known-centre.ts'
import { startCarrier } from '../sipp.ts'
import { scripts } from './scripts.ts'
import { openStage, type Stage } from './session.ts'

/** Stands in the files where the PBX's secret systemname was. */
const placeholder = 'training-line'
const folder = path.resolve(import.meta.dirname, '../../../asterisk/sessions')

const asked = process.argv.slice(2)
const chosen = Object.entries(scripts).filter(([name]) => asked.length === 0 || asked.includes(name))

const carrier = await startCarrier()
const pbx = await startTestPbx({ clinics, people: Object.values(people), carrierPort: carrier.port })
try {
  await mkdir(folder, { recursive: true })
  const stage = await openStage(pbx, carrier)
  for (const [name, script] of chosen) {
    process.stdout.write(`${name}\n`)
    await record(name, () => script(stage), stage)
  }
  await stage.sender.end()
} finally {
  await pbx.end()
  await carrier.end()
}

async function record(name: string, play: () => Promise<void>, stage: Stage): Promise<void> {
  const { ports, addresses, queueLogPath } = pbx.asterisk
  const journalBefore = await readFile(queueLogPath, 'utf8')
  const listener = await connectAmi(
    { address: addresses.ami, port: ports.ami },
    { name: amiUsers.listener, secret: pbx.secrets.amiListener },
  )
  await listener.hear(/FullyBooted[\s\S]*\r\n\r\n/)
  const loggedIn = listener.received.length
  try {
    await play()
  } finally {
    await stage.clear()
  }
  // What is said last reaches the listener a little after the channel is gone.
  await delay(300)
  await listener.end()
  const journal = (await readFile(queueLogPath, 'utf8')).slice(journalBefore.length)
  await writeFile(path.join(folder, `${name}.ami`), asText(listener, loggedIn, pbx), 'latin1')
  await writeFile(path.join(folder, `${name}.queue_log`), withoutSecret(journal, pbx))
}

/** Each piece begins at an event, whatever way the network cut them. */
function asText({ received }: AmiConnection, from: number, pbx: TestPbx): string {
  const pieces = received.slice(from)
  const began = pieces[0]?.at ?? 0
  let text = ''
  let unfinished = ''
  for (const { at, bytes } of pieces) {
    const heard = unfinished + bytes.toString('latin1')
    const end = heard.lastIndexOf('\r\n\r\n') + 4
    unfinished = heard.slice(end < 4 ? 0 : end)
    if (end >= 4) text += `=== ${at - began} ms\n${withoutSecret(heard.slice(0, end), pbx)}`
  }
  return text
}

function withoutSecret(text: string, { secrets }: TestPbx): string {
  return text.replaceAll(secrets.systemName, placeholder)
}
