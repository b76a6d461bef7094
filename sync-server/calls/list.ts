/** Lists finished calls from the read model. */
import { and, desc, eq, gte, inArray, ne, sql } from 'drizzle-orm'
import { parseClinicId, parsePatientId } from '#domain/ids.ts'
import type { CallRecord } from '#domain/telephony/call.ts'
import type { CallParts, ListedCall } from '#sync-server/api/calls.ts'
import type { Store } from '#sync-server/store/open.ts'
import { calls, patients } from '#sync-server/store/schema/read-model.ts'

const most = 500

export function callLister({ db }: Store): CallParts['listCalls'] {
  return async (clinics, { outcome, since }) => {
    const missed =
      outcome === 'missed' ? and(eq(calls.direction, 'incoming'), ne(calls.outcome, 'answered')) : undefined
    const rows = await db
      .select({
        clinic: calls.clinic,
        patient: patients.patient,
        name: sql<string>`trim(${patients.familyName} || ' ' || ${patients.givenName} || ' ' || ${patients.patronymic})`,
        record: calls.record,
      })
      .from(calls)
      .innerJoin(patients, eq(patients.document, calls.document))
      .where(and(inArray(calls.clinic, [...clinics]), gte(calls.startedAt, since), missed))
      .orderBy(desc(calls.startedAt))
      .limit(most)
    return rows.flatMap(listedCall)
  }
}

function listedCall(row: { clinic: string; patient: string; name: string; record: string }): ListedCall[] {
  const clinic = parseClinicId(row.clinic)
  const patient = parsePatientId(row.patient)
  // The read model holds nothing but what admission has let in.
  const call = JSON.parse(row.record) as CallRecord
  return clinic && patient ? [{ clinic, patient, name: row.name, call }] : []
}
