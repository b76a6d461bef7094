/** What happens on the lines of the person's clinics now. */
import { createMemo } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { Clinic } from '#domain/clinics/clinic.ts'
import { readLine, readPbxState, type CallOnLine, type PbxState } from '#domain/documents/line.ts'
import { lineName } from '#domain/documents/names.ts'
import type { CallId, ClinicId, PatientId } from '#domain/ids.ts'
import type { Connection } from './connection.ts'
import { createShared } from './shared.ts'

export interface LineEntry extends CallOnLine {
  id: CallId
  clinic: Clinic
}

export interface Lines {
  /** All clinics' calls, longest first; those that ended stay until they have been filed. */
  calls(): readonly LineEntry[]
  find(call: CallId): LineEntry | undefined
  /** `undefined` until a bridge has said anything; reconnecting when any clinic's PBX is. */
  pbx(): PbxState | undefined
  choosePatient(entry: LineEntry, patient: PatientId): void
}

interface Line {
  calls: readonly LineEntry[]
  pbx: PbxState | undefined
}

export function createLines(connection: Connection, clinics: readonly Clinic[]): Lines {
  const lines = clinics.map((clinic) => createLine(connection, clinic))
  const calls = createMemo(() =>
    lines.flatMap(({ line }) => line.calls).sort((a, b) => a.call.startedAt - b.call.startedAt),
  )
  return {
    calls,
    find: (call) => calls().find(({ id }) => id === call),
    pbx() {
      const states = lines.flatMap(({ line }) => line.pbx ?? [])
      return states.find(({ state }) => state === 'reconnecting') ?? states[0]
    },
    choosePatient(entry, patient) {
      lines.find(({ clinic }) => clinic === entry.clinic.id)?.choose(entry.id, patient)
    },
  }
}

function createLine(connection: Connection, clinic: Clinic) {
  const [line, setLine] = createStore<Line>({ calls: [], pbx: undefined })
  const shared = createShared(connection, lineName(clinic.id), ({ replica: { view } }) => {
    // A copy: the store writes into the objects it was given, and these are Yjs's own.
    const read = structuredClone({ calls: readLine(view), pbx: readPbxState(view) })
    const calls = read.calls.map((entry) => ({ ...entry, id: entry.call.id, clinic }))
    setLine(reconcile({ calls, pbx: read.pbx }))
  })
  return {
    clinic: clinic.id satisfies ClinicId,
    line,
    choose: (call: CallId, patient: PatientId) =>
      shared.act([{ kind: 'set', root: 'patients', key: call, value: patient }]),
  }
}
