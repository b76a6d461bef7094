/** Where the bridge puts what it knows. Its own interface, so that everything before it can be tried without a server. */
import type { PbxState } from '#domain/documents/line.ts'
import type { ClinicId } from '#domain/ids.ts'
import type { LineCall } from '#domain/telephony/call.ts'

export interface LineWriter {
  /** Resolves when the server has admitted it, however long the server is away; rejects when it refuses. */
  write(call: LineCall): Promise<void>
  /** Shown beside the calls of every clinic, as soon as it can be. */
  showPbx(state: PbxState): void
  /** Opens the lines of these clinics and closes those of others. */
  serve(clinics: readonly ClinicId[]): void
  close(): void
}
