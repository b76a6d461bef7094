/** `/api/service/…`: what the bridge and the PBX's configuration ask for, by the service secret. */
import { Hono } from 'hono'
import type { Clinic } from '#domain/clinics/clinic.ts'
import { parseCallId, parseClinicId, type CallId, type ClinicId, type PersonId } from '#domain/ids.ts'
import type { PhoneNumber } from '#domain/phone.ts'
import type { Directory } from '#sync-server/people/directory.ts'
import { mayAnswer } from '#sync-server/people/rights.ts'
import type { Recordings } from '#sync-server/recordings/recordings.ts'
import { isSecret } from '#sync-server/sign-in/authenticate.ts'
import { problem } from './problem.ts'

/** What the PBX's configuration is a function of. */
export interface Telephony {
  clinics: readonly Clinic[]
  people: readonly {
    id: PersonId
    name: string
    extension: string
    /** Password of the telephone account. */
    secret: string
    /** Those whose lines the person answers. */
    clinics: readonly ClinicId[]
  }[]
  /** Numbers of patients that the training line may let call; only while there is a training line. */
  demoNumbers?: readonly PhoneNumber[]
}

export interface ServiceParts {
  directory: Directory
  serviceSecret: string
  recordings: Recordings
  /** Puts on the card that the recording can be played. */
  recordingKept: (clinic: ClinicId, call: CallId) => Promise<void>
  /** Puts on the card that the recording did not come; false when the call is on no card. */
  recordingLost: (clinic: ClinicId, call: CallId) => Promise<boolean>
  /** `undefined` when calls are real. */
  demoNumbers: (() => Promise<readonly PhoneNumber[]>) | undefined
}

export function serviceRoutes(parts: ServiceParts) {
  const { directory, recordings, recordingKept, recordingLost, demoNumbers } = parts

  return new Hono()
    .use(async (c, next) => {
      const given = c.req.header('authorization') ?? ''
      if (!isSecret(given, `Bearer ${parts.serviceSecret}`)) return problem(c, 'not-a-service')
      await next()
      return undefined
    })
    .get('/telephony', async (c) => {
      const telephony: Telephony = {
        clinics: directory.clinics(),
        people: directory.everybody().flatMap(({ person, sipSecret }) => {
          const { id, name, extension } = person
          if (extension === null) return []
          const clinics = person.grants
            .map(({ clinic }) => clinic)
            .filter((clinic) => mayAnswer(person, clinic))
          return [{ id, name, extension, secret: sipSecret, clinics }]
        }),
        ...(demoNumbers && { demoNumbers: await demoNumbers() }),
      }
      return c.json(telephony)
    })
    .put('/recordings/:clinic/:call', async (c) => {
      const clinic = parseClinicId(c.req.param('clinic'))
      const call = parseCallId(c.req.param('call'))
      const body = c.req.raw.body
      if (!call || !body) return problem(c, 'bad-request')
      if (!clinic || !directory.clinic(clinic)) return problem(c, 'not-found')
      const result = await recordings.keep(clinic, call, body)
      if (!result.kept) return problem(c, result.reason)
      await recordingKept(clinic, call)
      return c.json({ kept: true })
    })
    .put('/recordings/:clinic/:call/lost', async (c) => {
      const clinic = parseClinicId(c.req.param('clinic'))
      const call = parseCallId(c.req.param('call'))
      if (!call) return problem(c, 'bad-request')
      if (!clinic || !directory.clinic(clinic)) return problem(c, 'not-found')
      if (!recordings.has(clinic, call)) {
        return (await recordingLost(clinic, call)) ? c.json({ kept: false }) : problem(c, 'not-found')
      }
      await recordingKept(clinic, call)
      return c.json({ kept: true })
    })
}
