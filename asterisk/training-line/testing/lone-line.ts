/** A training line without a centre, in a folder of its own, where a PBX is wanted that speaks AMI. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTrainingLine, type TrainingLine } from '../training-line.ts'

export const loneSecrets = {
  systemName: 'system-name-00000001',
  amiListener: 'listener-secret-0001',
  amiSender: 'sender-secret-000001',
}

export interface LoneLine {
  line: TrainingLine
  folder: string
  end(): Promise<void>
}

export async function startLoneLine(): Promise<LoneLine> {
  const folder = mkdtempSync(join(tmpdir(), 'kartoteka-lone-line-'))
  const line = await startTrainingLine({
    host: '127.0.0.1',
    port: 0,
    secrets: loneSecrets,
    recordingDirectory: join(folder, 'recordings'),
    queueLogPath: join(folder, 'queue_log'),
    people: () => [],
  })
  return {
    line,
    folder,
    async end() {
      await line.stop()
      rmSync(folder, { recursive: true })
    },
  }
}
