/** A clinic's settings as they are kept and edited: checked whenever they come from outside the program. */
import * as v from 'valibot'
import { clinicColours, lockableFields, topics, type Clinic } from '#domain/clinics/clinic.ts'
import { haveOwnIds, question } from '#domain/clinics/topic-form.ts'
import { parseClinicId } from '#domain/ids.ts'
import { phoneNumber } from '#domain/schemas.ts'

const name = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(200))
const words = v.object({ ru: name, en: name })
const slug = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/))
const clock = v.pipe(v.string(), v.regex(/^([01]\d|2[0-4]):[0-5]\d$/))
const timeZone = v.pipe(
  v.string(),
  v.check((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', 'no such time zone'),
)

const form = v.pipe(
  v.array(question),
  v.maxLength(8),
  v.check((asked) => haveOwnIds(asked), 'two questions with one id'),
)

export const ClinicSettings = v.object({
  name: words,
  colour: v.picklist(clinicColours),
  greeting: words,
  timeZone,
  dids: v.array(v.object({ number: phoneNumber, source: name, label: words })),
  dispositions: v.pipe(
    v.array(v.object({ id: slug, label: words, topic: v.picklist(topics) })),
    v.minLength(1),
  ),
  // Clinics of before there were forms ask nothing.
  forms: v.optional(v.record(v.picklist(topics), form), {}),
  lockedFields: v.array(v.picklist(lockableFields)),
  branches: v.array(name),
  doctors: v.array(v.object({ name, service: name })),
  sources: v.array(name),
  workingHours: v.array(
    v.object({
      weekday: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7)),
      opens: clock,
      closes: clock,
    }),
  ),
  queueTimeout: v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(3600)),
})
export type ClinicSettings = v.InferOutput<typeof ClinicSettings>

export type ParsedClinic = { ok: true; clinic: Clinic } | { ok: false; reason: string }

export function parseClinic(id: string, settings: unknown): ParsedClinic {
  const clinicId = parseClinicId(id)
  if (clinicId === undefined) return { ok: false, reason: `not a clinic's id: ${id}` }
  const parsed = v.safeParse(ClinicSettings, settings)
  return parsed.success
    ? { ok: true, clinic: { id: clinicId, ...parsed.output } }
    : { ok: false, reason: `clinic ${id}: ${v.summarize(parsed.issues)}` }
}
