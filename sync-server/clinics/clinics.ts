/** Clinics in the database. */
import { asc } from 'drizzle-orm'
import type { Clinic } from '#domain/clinics/clinic.ts'
import type { Store } from '#sync-server/store/open.ts'
import { clinics } from '#sync-server/store/schema/clinics.ts'
import { parseClinic } from './clinic-settings.ts'

/** Throws when what is kept is not a clinic: the server must not start on rules that it cannot read. */
export async function loadClinics({ db }: Store): Promise<Clinic[]> {
  const rows = await db.select().from(clinics).orderBy(asc(clinics.id))
  return rows.map(({ id, settings }) => {
    const parsed = parseClinic(id, settings)
    if (!parsed.ok) throw new Error(parsed.reason)
    return parsed.clinic
  })
}

export async function saveClinic({ db }: Store, { id, ...settings }: Clinic): Promise<void> {
  await db
    .insert(clinics)
    .values({ id, settings })
    .onConflictDoUpdate({ target: clinics.id, set: { settings } })
}
