/**
 * One sipp that does as it is told: it says what happens to its calls, a word a line, and takes commands while they last.
 *
 * sipp plays a scenario from beginning to end and has no way to be told "now". But it matches whatever arrives by
 * Call-ID, so a command is a SIP request of an invented method (`HANGUP`), sent to its port from here, for which the
 * scenario waits beside the true messages.
 */
import { execFile, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { closeSync, constants, openSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { freeUdpPort } from '#asterisk/ports.ts'

export interface SippOptions {
  scenario: string
  /** Loopback address of this telephone. */
  address: string
  /** UDP port of this telephone; default: a free one. */
  port?: number
  /** `address:port` of the PBX. */
  to?: string
  /** More of sipp's own options. */
  options?: readonly string[]
}

export interface Sipp {
  port: number
  /** Resolves with the first line, past or to come, that `matches`; rejects when sipp ends without one. */
  said(matches: (line: string) => boolean): Promise<string>
  tell(command: string, callId: string): Promise<void>
  /** Resolves when the scenario is over, well or not. */
  over: Promise<void>
  end(): Promise<void>
}

export async function startSipp(options: SippOptions): Promise<Sipp> {
  const { address, to } = options
  const port = options.port ?? (await freeUdpPort(address))
  const folder = await mkdtemp(path.join(tmpdir(), 'sipp-'))
  const at = (name: string): string => path.join(folder, name)
  await writeFile(at('scenario.xml'), options.scenario)
  await promisify(execFile)('mkfifo', [at('said')])

  const own = {
    '-sf': at('scenario.xml'),
    '-i': address,
    '-p': String(port),
    '-mi': address,
    '-mp': String(await freeUdpPort(address)),
    '-log_file': at('said'),
    '-error_file': at('errors'),
  }
  const args = [
    ...(to === undefined ? [] : [to]),
    ...Object.entries(own).flat(),
    '-trace_logs',
    '-trace_err',
    '-nostdin',
    ...(options.options ?? []),
  ]
  const { words, hangUp } = listen(at('said'))
  const child = spawn('sipp', args, { cwd: folder, stdio: 'ignore' })
  const heard: string[] = []
  const waiting = new Set<() => void>()
  createInterface({ input: words }).on('line', (line) => {
    heard.push(line)
    for (const look of waiting) look()
  })
  const drained = once(words, 'close')
  let ended = false
  const over = (async () => {
    await once(child, 'exit')
    hangUp()
    await drained
    ended = true
    for (const look of waiting) look()
  })()
  const endWithUs = (): boolean => child.kill('SIGKILL')
  process.once('exit', endWithUs)

  return {
    port,
    over,
    async said(matches) {
      const { promise, resolve, reject } = Promise.withResolvers<string>()
      const look = (): void => {
        const line = heard.find(matches)
        if (line !== undefined) resolve(line)
        else if (ended) reject(new Error(`sipp ended having said only: ${heard.join(' · ')}`))
      }
      waiting.add(look)
      look()
      try {
        return await promise
      } catch (error) {
        const errors = await readFile(at('errors'), 'utf8').catch(() => 'sipp gave no reason')
        throw new Error(errors, { cause: error })
      } finally {
        waiting.delete(look)
      }
    },
    tell: (command, callId) => sendCommand(command, callId, address, port),
    async end() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await over
      process.off('exit', endWithUs)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The reading end of a named pipe, as a socket: a file stream would hold one of the few threads of Node for each sipp. */
function listen(pipe: string): { words: Socket; hangUp(): void } {
  // As long as a writing end is open, nobody reads an end that has not come.
  const kept = openSync(pipe, constants.O_RDWR)
  const fd = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK)
  return { words: new Socket({ fd, readable: true, writable: false }), hangUp: () => closeSync(kept) }
}

async function sendCommand(command: string, callId: string, address: string, port: number): Promise<void> {
  const request = [
    `${command} sip:${address} SIP/2.0`,
    `Via: SIP/2.0/UDP ${address};branch=z9hG4bK-${command}`,
    'From: <sip:rig@rig.invalid>',
    'To: <sip:rig@rig.invalid>',
    `Call-ID: ${callId}`,
    `CSeq: 1 ${command}`,
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n')
  const socket = createSocket('udp4')
  try {
    await new Promise<void>((resolve, reject) => {
      socket.send(request, port, address, (error) => (error ? reject(error) : resolve()))
    })
  } finally {
    socket.close()
  }
}
