/** Two clinics and three operators that every recorded session and telephony test is about. */
import type { PbxPerson } from '#asterisk/configuration/input.ts'
import type { Clinic } from '#domain/clinics/clinic.ts'
import { known, parseClinicId, parsePersonId } from '#domain/ids.ts'
import { parsePhone, type PhoneNumber } from '#domain/phone.ts'
import { newSecret } from './asterisk.ts'

export const alpha = known(parseClinicId, 'alpha')
export const beta = known(parseClinicId, 'beta')

export const numbers = {
  alpha: [known(parsePhone, '+74951200001'), known(parsePhone, '+74951200002')],
  beta: [known(parsePhone, '+78432100001')],
  patient: known(parsePhone, '+79161112233'),
} as const

function clinic(
  values: Pick<Clinic, 'id' | 'name' | 'colour' | 'timeZone' | 'queueTimeout'>,
  dids: readonly PhoneNumber[],
): Clinic {
  return {
    ...values,
    greeting: { ru: `Клиника «${values.name.ru}», здравствуйте!`, en: `${values.name.en} clinic, good day!` },
    dids: dids.map((number) => ({ number, source: 'site', label: { ru: 'Сайт', en: 'Site' } })),
    dispositions: [],
    forms: {},
    lockedFields: [],
    branches: [],
    doctors: [],
    sources: [],
    workingHours: [],
  }
}

/** Seconds a caller waits: a minute at Alpha, three seconds at Beta, where nobody should wait long for a timeout. */
export const clinics: readonly Clinic[] = [
  clinic(
    {
      id: alpha,
      name: { ru: 'Альфа', en: 'Alpha' },
      colour: 'teal',
      timeZone: 'Europe/Moscow',
      queueTimeout: 60,
    },
    numbers.alpha,
  ),
  clinic(
    {
      id: beta,
      name: { ru: 'Бета', en: 'Beta' },
      colour: 'violet',
      timeZone: 'Europe/Moscow',
      queueTimeout: 3,
    },
    numbers.beta,
  ),
]

const person = (id: string, name: string, extension: string, granted: PbxPerson['clinics']): PbxPerson => ({
  id: known(parsePersonId, id),
  name,
  extension,
  secret: newSecret(),
  clinics: granted,
  phone: 'desk',
})

/** At ordinary telephones, which sipp can play. */
export const people = {
  elena: person('elena', 'Елена Соколова', '101', [alpha, beta]),
  oleg: person('oleg', 'Олег Жуков', '102', [alpha]),
  maria: person('maria', 'Maria Klein', '103', [beta]),
} as const
