/**
 * The patients of the demonstration centre: a hundred a clinic, made from a seed and the present moment. Two families
 * share a number, and one patient is known at both clinics on the same number.
 */
import { ulid } from 'ulid'
import type { Clinic } from '#domain/clinics/clinic.ts'
import type { Profile, Relation, Sex } from '#domain/documents/card.ts'
import { known, parsePatientId, type ClinicId, type PatientId } from '#domain/ids.ts'
import { parsePhone, type PhoneNumber } from '#domain/phone.ts'
import { alpha, beta } from './clinics.ts'
import { between, fraction, happens, pick, pickWeighted, rollFrom, type Dice } from './dice.ts'
import { historyOf, type History } from './histories.ts'
import { englishName, russianName, type PatientName } from './names.ts'

export interface DemonstrationPatient extends History {
  clinic: ClinicId
  patient: PatientId
  profile: Partial<Profile>
  phones: readonly { number: PhoneNumber; label: string }[]
}

const patientsAClinic = 100
/** Patients a clinic who rang in the last hours, in vain. */
const callbacksAwaited = 3
const seed = 20_260_101
/** Time part of the first patient's ULID. */
const firstId = Date.UTC(2026, 0, 1)
const aDay = 24 * 3600_000

/** `now`: milliseconds since 1970; histories end there, appointments go on after it. Ids do not depend on it. */
export function demonstrationPatients(now: number): DemonstrationPatient[] {
  return [alpha, beta].flatMap((clinic, clinicIndex) =>
    Array.from({ length: patientsAClinic }, (_, index) => {
      const number = clinicIndex * patientsAClinic + index
      const dice = rollFrom(seed + number)
      const patient = known(
        parsePatientId,
        ulid(firstId + number, () => fraction(dice)),
      )
      return patientAt(dice, clinic, now, patient, identityAt(dice, clinic, index))
    }),
  )
}

interface Identity {
  name: PatientName
  sex: Sex
  /** Whole years. */
  age: number
  number: PhoneNumber
  relation: Relation
  /** Known for certain; otherwise it is made up from the age. */
  birthDate?: string
  awaitsCallback?: boolean
}

/** The first few are the special ones: a family on one number, then the patient known at both clinics. */
function identityAt(dice: Dice, clinic: Clinic, index: number): Identity {
  const member = families[clinic.id]?.[index]
  if (member) return { ...member, name: russianName(dice, member.sex, member.familyName) }
  if (index === knownAtBoth.index) return knownAtBoth
  const sex = pick<Sex>(dice, ['female', 'female', 'female', 'male', 'male'])
  const age = happens(dice, 0.15) ? between(dice, 1, 15) : between(dice, 18, 82)
  const name = happens(dice, 0.12) ? englishName(dice, sex) : russianName(dice, sex)
  const relation = age < 16 ? pick<Relation>(dice, ['mother', 'mother', 'father']) : 'self'
  const awaitsCallback = index > knownAtBoth.index && index <= knownAtBoth.index + callbacksAwaited
  return { name, sex, age, number: mobile(dice), relation, awaitsCallback }
}

function patientAt(
  dice: Dice,
  clinic: Clinic,
  now: number,
  patient: PatientId,
  identity: Identity,
): DemonstrationPatient {
  const { name, sex, age, number, relation, awaitsCallback = false } = identity
  const registeredAt = now - between(dice, 2 * 3600_000, 120 * aDay)
  const birth = new Date(now - (age * 365.25 + between(dice, 10, 350)) * aDay)
  const history = historyOf(dice, clinic, { number, registeredAt, now, awaitsCallback })
  return {
    clinic: clinic.id,
    patient,
    profile: {
      ...name,
      sex,
      relation,
      source: pick(dice, clinic.sources),
      ...(happens(dice, 0.9) && { birthDate: birth.toISOString().slice(0, 10) }),
      ...(identity.birthDate && { birthDate: identity.birthDate }),
      ...(happens(dice, 0.3) && { tags: [pick(dice, tags)] }),
      ...history.profile,
    },
    phones: [
      { number, label: relation === 'self' ? '' : relation === 'mother' ? 'мама' : 'папа' },
      ...(happens(dice, 0.15) ? [{ number: mobile(dice), label: 'рабочий' }] : []),
    ],
    calls: history.calls,
    dispositions: history.dispositions,
    appointments: history.appointments,
    notes: history.notes,
  }
}

const tags = ['ДМС', 'постоянный', 'VIP', 'перезвонить вечером', 'льгота', 'English']

/** A mother and her two children, all on the mother's number. */
function family(familyName: string, number: PhoneNumber) {
  const member = (sex: Sex, age: number, relation: Relation) => ({ familyName, sex, age, number, relation })
  return [member('female', 36, 'self'), member('male', 11, 'mother'), member('female', 7, 'mother')]
}
const families: Readonly<Record<string, ReturnType<typeof family>>> = {
  [alpha.id]: family('Журавлёв', known(parsePhone, '+79435550118')),
  [beta.id]: family('Тихонов', known(parsePhone, '+79725550176')),
}
const knownAtBoth: Identity & { index: number } = {
  index: 3,
  name: { familyName: 'Громова', givenName: 'Вера', patronymic: 'Андреевна' },
  sex: 'female',
  age: 44,
  birthDate: '1982-03-02',
  number: known(parsePhone, '+79425550142'),
  relation: 'self',
}

/** Mobile codes that the numbering plan leaves unused, so that no demonstration patient has anybody's number. */
const unusedCodes = { 942: 3, 943: 3, 944: 2, 945: 2, 946: 1, 972: 2, 973: 1 }

function mobile(dice: Dice): PhoneNumber {
  return known(parsePhone, `+7${pickWeighted(dice, unusedCodes)}${between(dice, 1_000_000, 9_999_999)}`)
}
