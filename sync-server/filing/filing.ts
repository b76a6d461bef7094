/**
 * Filing: a service that takes part like everybody else. It tells the line who is known on a caller's number, makes
 * the card of a caller whom nobody knows, and when a call has ended puts it on its card and takes it off the line.
 *
 * Each step can be taken again after a crash without a trace: ids are computed from the call, and a call leaves the
 * line only when it is on a card.
 */
import type { Logger } from 'pino'
import type * as Y from 'yjs'
import { readLine, type CallOnLine, type Match, type Matches } from '#domain/documents/line.ts'
import { cardName, lineName, parseDocumentName } from '#domain/documents/names.ts'
import type { CallId, ClinicId, PatientId } from '#domain/ids.ts'
import type { Service } from '#domain/people/person.ts'
import { recordOf, type CallRecord, type LineCall, type RecordingState } from '#domain/telephony/call.ts'
import type { Door } from '#sync-server/admission/door.ts'
import type { Ledger } from '#sync-server/admission/ledger.ts'
import type { Lookup } from '#sync-server/read-model/lookup.ts'
import { patientIdFor, regionOf, writeNewCard } from './new-card.ts'

const filing: Service = { kind: 'service', id: 'filing' }

/** Milliseconds an answered call waits for its operator to say which of several patients it was. */
const choiceWait = 10 * 60_000
/** Milliseconds between looks at the lines for what only time decides. */
const lookAgain = 30_000

export interface FilingParts {
  door: Door
  ledger: Ledger
  lookup: Lookup
  /** Whether the recording of a call has arrived. */
  hasRecording: (clinic: ClinicId, call: CallId) => boolean
  clinics: () => readonly ClinicId[]
  log: Logger
  now?: () => number
}

export class Filing {
  private readonly parts: FilingParts
  /** One clinic's calls are filed one after another; `again` when the line changed while at it. */
  private readonly busy = new Map<ClinicId, { work: Promise<void>; again: boolean }>()
  /** Cards being made for callers whom nobody knows. */
  private readonly newcomers = new Map<string, Promise<Match>>()
  private readonly stopListening: () => void
  private readonly timer: NodeJS.Timeout
  private stopped = false

  constructor(parts: FilingParts) {
    this.parts = parts
    this.stopListening = parts.door.onAdmitted((documentName) => {
      const name = parseDocumentName(documentName)
      if (name?.kind === 'line') this.look(name.clinic)
    })
    this.timer = setInterval(() => this.lookEverywhere(), lookAgain)
    this.lookEverywhere()
  }

  /** The recording of a call has arrived: the card says that it can be played. */
  async recordingKept(clinic: ClinicId, call: CallId): Promise<void> {
    await this.noteRecording(clinic, call, 'kept', ['none', 'awaited', 'lost'])
  }

  /**
   * The recording of a call is not going to come: the card says so, unless it has come. Answers false when the call is
   * on no card.
   */
  recordingLost(clinic: ClinicId, call: CallId): Promise<boolean> {
    return this.noteRecording(clinic, call, 'lost', ['awaited'])
  }

  private async noteRecording(
    clinic: ClinicId,
    call: CallId,
    recording: RecordingState,
    from: readonly RecordingState[],
  ): Promise<boolean> {
    await this.busy.get(clinic)?.work
    await this.parts.ledger.settle()
    const document = this.parts.lookup.documentOf(clinic, call)
    if (document === undefined) return false
    await this.write(document, (doc) => {
      const records = doc.getMap<CallRecord>('calls')
      const record = records.get(call)
      if (record && from.includes(record.recording)) records.set(call, { ...record, recording })
    })
    return true
  }

  async close(): Promise<void> {
    this.stopped = true
    this.stopListening()
    clearInterval(this.timer)
    await Promise.all([...this.busy.values()].map(({ work }) => work))
  }

  private lookEverywhere(): void {
    for (const clinic of this.parts.clinics()) this.look(clinic)
  }

  private look(clinic: ClinicId): void {
    if (this.stopped) return
    const running = this.busy.get(clinic)
    if (running) {
      running.again = true
      return
    }
    const entry = { work: Promise.resolve(), again: false }
    this.busy.set(clinic, entry)
    entry.work = this.fileLine(clinic)
      .catch((error: unknown) =>
        this.parts.log.error({ err: error, clinic }, 'filing failed; it will be tried again'),
      )
      .finally(() => {
        this.busy.delete(clinic)
        if (entry.again) this.look(clinic)
      })
  }

  private async fileLine(clinic: ClinicId): Promise<void> {
    const calls = await this.parts.door.read(lineName(clinic), filing, readLine)
    await Promise.all(calls.map((entry) => this.fileCall(entry)))
  }

  private async fileCall(entry: CallOnLine): Promise<void> {
    const matched = entry.matches ? entry : await this.match(entry)
    if (matched.call.state === 'ended') await this.file(matched)
  }

  private async match(entry: CallOnLine): Promise<CallOnLine> {
    const { clinic, number, id } = entry.call
    const region = await regionOf(number)
    const onNumber = number === null ? [] : this.parts.lookup.patientsOn(clinic, number)
    const known = onNumber.length > 0 ? onNumber : [await this.newcomer(entry.call, region.ru)]
    const matches: Matches = { known, region }
    const only = known.length === 1 ? known[0]?.patient : undefined
    await this.write(lineName(clinic), (doc) => {
      doc.getMap('matches').set(id, matches)
      if (only !== undefined && !doc.getMap('patients').has(id)) doc.getMap('patients').set(id, only)
    })
    return { ...entry, matches, patient: entry.patient ?? only }
  }

  /** One card for all calls from a number that nobody is known on, however close together they come. */
  private newcomer(call: LineCall, region: string): Promise<Match> {
    const caller = `${call.clinic}/${call.number ?? call.id}`
    const made = this.newcomers.get(caller) ?? this.makeCard(call, region)
    this.newcomers.set(caller, made)
    return made.finally(() => this.newcomers.delete(caller))
  }

  private async makeCard(call: LineCall, region: string): Promise<Match> {
    const patient = patientIdFor(call)
    await this.write(cardName(call.clinic, patient), (doc) => {
      if (doc.getMap('phones').size === 0) writeNewCard(doc, call.number, region)
    })
    // The next call from this number finds the card in the read model.
    await this.parts.ledger.settle()
    return { patient, name: '', birthDate: '' }
  }

  private async file(entry: CallOnLine): Promise<void> {
    const { call } = entry
    const record = recordOf(call)
    if (!record) return
    const document = await this.cardFor(entry)
    if (document === undefined) return
    const kept = record.recording === 'awaited' && this.parts.hasRecording(call.clinic, call.id)
    await this.write(document, (doc) => {
      const records = doc.getMap<CallRecord>('calls')
      if (!records.has(call.id)) records.set(call.id, kept ? { ...record, recording: 'kept' } : record)
    })
    // Screens ask for their lists when a call leaves the line: it must be in them by then.
    await this.parts.ledger.settle()
    await this.write(lineName(call.clinic), (doc) => {
      for (const root of ['calls', 'matches', 'patients']) doc.getMap(root).delete(call.id)
    })
  }

  /**
   * The card of the one chosen; else of the only one, or of the likeliest once nobody is going to choose. A call that is
   * on a card already stays there, whatever has happened to it on the line since.
   */
  private async cardFor({ call, matches, patient }: CallOnLine): Promise<string | undefined> {
    await this.parts.ledger.settle()
    const filed = this.parts.lookup.documentOf(call.clinic, call.id)
    if (filed !== undefined) return filed
    const now = this.parts.now?.() ?? Date.now()
    const waits = call.answeredAt !== null && now - (call.endedAt ?? now) < choiceWait
    const chosen: PatientId | undefined = patient ?? (waits ? undefined : matches?.known[0]?.patient)
    return chosen && cardName(call.clinic, chosen)
  }

  private async write(documentName: string, change: (doc: Y.Doc) => void): Promise<void> {
    const result = await this.parts.door.transact(documentName, filing, change)
    if (result.kind === 'admitted') return
    throw new Error(result.kind === 'refused' ? `refused: ${result.refusal.code}` : result.reason)
  }
}
