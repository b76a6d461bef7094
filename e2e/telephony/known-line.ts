/** A bridge with a PBX before it and, in place of the sync server, a notebook: what the bridge hands over is read there. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import type { PbxState } from '#domain/documents/line.ts'
import type { CallId } from '#domain/ids.ts'
import type { LineCall } from '#domain/telephony/call.ts'
import { amiUsers } from '#domain/telephony/pbx-names.ts'
import { startBridge, type Bridge } from '#pbx-bridge/bridge.ts'
import type { Command, CommandResult } from '#pbx-bridge/command.ts'
import type { LineDocumentsOptions } from '#pbx-bridge/line-documents.ts'
import type { LineWriter } from '#pbx-bridge/line-writer.ts'
import type { BridgeSettings } from '#pbx-bridge/settings.ts'

export interface Notebook {
  /** Every admitted version, in order. */
  writes: LineCall[]
  pbx: PbxState[]
  /** Bytes of each recording brought. */
  recordings: Map<string, number>
  /** The newest version of each call. */
  calls(): LineCall[]
  call(id: CallId): LineCall | undefined
  /** Resolves as soon as it holds. */
  until(holds: () => boolean, what: string): Promise<void>
  /** While away, nothing is admitted. */
  setAway(away: boolean): void
  command(command: Command): Promise<CommandResult>
}

export interface Rig {
  notebook: Notebook
  folder: string
  settings: BridgeSettings
  bridge(): Bridge
  startBridge(): void
  stopBridge(): Promise<void>
  close(): Promise<void>
}

export interface LineSecrets {
  systemName: string
  amiListener: string
  amiSender: string
}

export const secrets: LineSecrets = {
  systemName: 'the-secret-name-of-the-pbx',
  amiListener: 'listener-secret-0001',
  amiSender: 'sender-secret-000001',
}

/** Milliseconds. */
const patience = 15_000

function openNotebook(): Notebook & {
  openWriter(options: LineDocumentsOptions): LineWriter
  changed(): void
} {
  const writes: LineCall[] = []
  const pbx: PbxState[] = []
  const recordings = new Map<string, number>()
  const watchers = new Set<() => void>()
  let away = false
  let held: (() => void)[] = []
  let obey: ((command: Command) => Promise<CommandResult>) | undefined
  const changed = (): void => {
    for (const look of watchers) look()
  }

  return {
    writes,
    pbx,
    recordings,
    changed,
    calls: () => [...new Map(writes.map((call) => [call.id, call])).values()],
    call: (id) => writes.findLast((call) => call.id === id),
    setAway(now) {
      away = now
      if (away) return
      const released = held
      held = []
      for (const release of released) release()
    },
    async command(command) {
      if (!obey) throw new Error('no bridge')
      return obey(command)
    },
    async until(holds, what) {
      if (holds()) return
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const look = (): void => {
        if (holds()) resolve()
      }
      watchers.add(look)
      const timer = setTimeout(() => reject(new Error(`waited in vain: ${what}`)), patience)
      await promise.finally(() => {
        clearTimeout(timer)
        watchers.delete(look)
      })
    },
    openWriter({ onCommand }) {
      obey = onCommand
      return {
        async write(call) {
          if (away) await new Promise<void>((resolve) => held.push(resolve))
          writes.push(call)
          changed()
        },
        showPbx(state) {
          pbx.push(state)
          changed()
        },
        serve: () => undefined,
        close() {
          held = []
        },
      }
    },
  }
}

export async function openRig(
  telephony: unknown,
  pbx: { port: number; recordingDirectory: string; queueLogPath: string },
  own: LineSecrets = secrets,
  log = pino({ level: 'silent' }),
): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'kartoteka-bridge-'))
  const notebook = openNotebook()
  const server = await serve(telephony, notebook)
  const settings: BridgeSettings = {
    spool: join(folder, 'pbx-bridge.db'),
    server: `http://127.0.0.1:${portOf(server)}`,
    serviceSecret: 'service-secret-00001',
    ami: { host: '127.0.0.1', port: pbx.port },
    listener: { user: amiUsers.listener, secret: own.amiListener },
    sender: { user: amiUsers.sender, secret: own.amiSender },
    systemName: own.systemName,
    recordings: pbx.recordingDirectory,
    queueLog: pbx.queueLogPath,
    training: true,
    logLevel: 'silent',
  }
  let bridge: Bridge | undefined
  const rig: Rig = {
    notebook,
    folder,
    settings,
    bridge() {
      if (!bridge) throw new Error('the bridge does not run')
      return bridge
    },
    startBridge() {
      bridge = startBridge(settings, log, notebook.openWriter)
    },
    async stopBridge() {
      await bridge?.stop()
      bridge = undefined
    },
    async close() {
      await rig.stopBridge()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true })
    },
  }
  return rig
}

function portOf(server: Server): number {
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no address')
  return address.port
}

async function serve(telephony: unknown, notebook: Notebook & { changed(): void }): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.method === 'GET') return void response.end(JSON.stringify(telephony))
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    request.on('end', () => {
      notebook.recordings.set(request.url?.split('/').at(-1) ?? '', bytes)
      response.end(JSON.stringify({ kept: true }))
      notebook.changed()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}
