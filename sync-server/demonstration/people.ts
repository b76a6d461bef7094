/** The people of the demonstration centre, whose rights differ in every way that matters. */
import { known, parsePersonId, type ClinicId } from '#domain/ids.ts'
import { callKinds, type CallKind, type Grant, type Person, type Role } from '#domain/people/person.ts'
import { alpha, beta } from './clinics.ts'

/** For the demonstration data only; nobody else is ever given it. */
export const demonstrationPassword = 'kartoteka-demo'

export interface DemonstrationPerson {
  person: Person
  email: string
  /** What this person is there to show. */
  shows: { ru: string; en: string }
}

const desk: readonly CallKind[] = [
  'incoming',
  'missed',
  'reminder',
  'rebooking',
  'follow-up',
  'attendance',
  'mail',
]
const grant = (kinds: readonly CallKind[], ...clinics: ClinicId[]): Grant[] =>
  clinics.map((clinic) => ({ clinic, kinds }))

function entry(
  id: string,
  name: string,
  role: Role,
  extension: string | null,
  grants: readonly Grant[],
  shows: DemonstrationPerson['shows'],
): DemonstrationPerson {
  return {
    person: { kind: 'person', id: known(parsePersonId, id), name, role, extension, grants },
    email: `${id}@kartoteka.example`,
    shows,
  }
}

export const demonstrationPeople: readonly DemonstrationPerson[] = [
  entry('elena', 'Елена Соколова', 'operator', '101', grant(desk, alpha.id, beta.id), {
    ru: 'оператор, обе клиники',
    en: 'operator, both clinics',
  }),
  entry('james', 'James Carter', 'operator', '102', grant(desk, alpha.id, beta.id), {
    ru: 'оператор, обе клиники',
    en: 'operator, both clinics',
  }),
  entry('maria', 'Мария Ковалёва', 'operator', '103', grant(desk, alpha.id), {
    ru: 'оператор, только «Альфа»',
    en: 'operator, Alpha only',
  }),
  entry('timur', 'Тимур Галиев', 'operator', '104', grant(desk, beta.id), {
    ru: 'оператор, только «Бета»',
    en: 'operator, Beta only',
  }),
  entry('olga', 'Ольга Белова', 'operator', '105', grant(['satisfaction'], alpha.id, beta.id), {
    ru: 'оператор, только контроль удовлетворённости',
    en: 'operator, satisfaction calls only',
  }),
  entry('viktor', 'Виктор Орлов', 'supervisor', '110', grant(callKinds, alpha.id, beta.id), {
    ru: 'супервизор',
    en: 'supervisor',
  }),
  entry('nina', 'Нина Лебедева', 'administrator', null, grant(callKinds, alpha.id, beta.id), {
    ru: 'администратор',
    en: 'administrator',
  }),
  entry('sergey', 'Сергей Васильев', 'client-rep', null, grant([], alpha.id), {
    ru: 'представитель клиники «Альфа»',
    en: 'representative of Alpha',
  }),
  entry('diana', 'Diana Clark', 'client-rep', null, grant([], beta.id), {
    ru: 'представитель клиники «Бета»',
    en: 'representative of Beta',
  }),
]
