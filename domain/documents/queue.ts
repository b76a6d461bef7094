/** The open call tasks of one kind at one clinic: `queue/<clinic>/<kind>`. */
import type { ClinicId, PatientId, PersonId } from '#domain/ids.ts'
import type { CallKind } from '#domain/people/person.ts'
import type { Priority } from './card.ts'

/** `queue` → `tasks`, by id; the id is computed from the cause: `reminder:<appointment>:3d`. */
export interface CallTask {
  id: string
  clinic: ClinicId
  kind: CallKind
  patient: PatientId
  /** Milliseconds since 1970. */
  dueAt: number
  priority: Priority
}

/** `queue` → `claims`, by task id. */
export interface Claim {
  by: PersonId
}
