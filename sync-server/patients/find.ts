/** Finds patients in the read model. */
import { sql, type SQL } from 'drizzle-orm'
import * as v from 'valibot'
import { parseClinicId, parsePatientId } from '#domain/ids.ts'
import { isPhone, type PhoneNumber } from '#domain/phone.ts'
import type { FoundPatient, PatientParts } from '#sync-server/api/patients.ts'
import type { Store } from '#sync-server/store/open.ts'
import { parsePatientQuery } from './query.ts'

const most = 20

const Row = v.object({
  clinic: v.string(),
  patient: v.string(),
  name: v.string(),
  birth_date: v.string(),
  numbers: v.nullable(v.string()),
  seen: v.number(),
})

export function patientFinder({ db }: Store): PatientParts['findPatients'] {
  return async (clinics, typed) => {
    const rows = await db.all(sql`
      SELECT p.clinic, p.patient, trim(p.family_name || ' ' || p.given_name || ' ' || p.patronymic) AS name,
             p.birth_date,
             (SELECT group_concat(number, ' ') FROM phones WHERE phones.document = p.document) AS numbers,
             coalesce((SELECT max(started_at) FROM calls WHERE calls.document = p.document), p.last_seen_at) AS seen
      FROM patients p
      WHERE p.clinic IN ${clinics} AND ${condition(typed)}
      ORDER BY seen DESC LIMIT ${most}`)
    return rows.flatMap((row) => foundPatient(v.parse(Row, row)))
  }
}

function condition(typed: string): SQL {
  const query = parsePatientQuery(typed)
  switch (query.kind) {
    case 'everything':
      return sql`true`
    case 'beginning': {
      const beginning = `${query.text.replaceAll(/[%_\\]/g, String.raw`\$&`)}%`
      return sql`(p.family_name LIKE ${beginning} ESCAPE '\\' OR p.given_name LIKE ${beginning} ESCAPE '\\')`
    }
    case 'match':
      return sql`p.id IN (SELECT rowid FROM patient_search WHERE text MATCH ${query.expression})`
  }
}

function foundPatient(row: v.InferOutput<typeof Row>): FoundPatient[] {
  const clinic = parseClinicId(row.clinic)
  const patient = parsePatientId(row.patient)
  if (!clinic || !patient) return []
  const phones = (row.numbers ?? '').split(' ').filter(isPhone)
  return [{ clinic, patient, name: row.name, birthDate: row.birth_date, phones, lastSeenAt: row.seen }]
}

/** Numbers of some patients, for a training line to call from; at most `count`. */
export async function someNumbers({ db }: Store, count: number): Promise<PhoneNumber[]> {
  const rows = await db.all(sql`SELECT DISTINCT number FROM phones ORDER BY number LIMIT ${count}`)
  return rows.flatMap((row) => {
    const { number } = v.parse(v.object({ number: v.string() }), row)
    return isPhone(number) ? [number] : []
  })
}
