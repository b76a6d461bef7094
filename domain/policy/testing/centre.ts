/** One clinic with locks, one without, and one person of every role: whom the policy's tests speak of. */
import type { Clinic } from '#domain/clinics/clinic.ts'
import { known, parseClinicId, parsePatientId, parsePersonId, type ClinicId } from '#domain/ids.ts'
import type { Surroundings } from '#domain/policy/surroundings.ts'
import {
  callKinds,
  roles,
  type Actor,
  type CallKind,
  type Person,
  type Role,
  type Service,
} from '#domain/people/person.ts'

export const alpha = known(parseClinicId, 'alpha')
export const beta = known(parseClinicId, 'beta')
export const patient = known(parsePatientId, '01JC0000000000000000000001')

export function clinic(id: ClinicId, lockedFields: Clinic['lockedFields']): Clinic {
  return {
    id,
    name: { ru: id, en: id },
    colour: 'teal',
    greeting: { ru: '', en: '' },
    timeZone: 'Europe/Moscow',
    dids: [],
    dispositions: [
      { id: 'booked', label: { ru: 'Записан', en: 'Booked' }, topic: 'booking' },
      { id: 'consulted', label: { ru: 'Проконсультирован', en: 'Consulted' }, topic: 'consultation' },
      { id: 'complaint', label: { ru: 'Жалоба', en: 'Complaint' }, topic: 'complaint' },
    ],
    forms: {
      complaint: [
        {
          id: 'about',
          kind: 'choice',
          label: { ru: 'О чём', en: 'About' },
          required: true,
          options: [{ id: 'price', label: { ru: 'Цена', en: 'Price' } }],
        },
        { id: 'whom', kind: 'doctor', label: { ru: 'Врач', en: 'Doctor' }, required: false },
      ],
    },
    lockedFields,
    branches: [],
    doctors: [],
    sources: [],
    workingHours: [],
    queueTimeout: 60,
  }
}
export const locking = clinic(alpha, ['disposition', 'priority'])
export const lenient = clinic(alpha, [])

export function person(role: Role, granted = alpha, kinds: readonly CallKind[] = callKinds): Person {
  return {
    kind: 'person',
    id: known(parsePersonId, role),
    name: role,
    role,
    grants: [{ clinic: granted, kinds }],
    extension: null,
  }
}
const service = (id: Service['id']): Service => ({ kind: 'service', id })

/** Everybody has been granted Alpha, but `stranger`, who works for Beta. */
export const actors = {
  ...(Object.fromEntries(roles.map((role) => [role, person(role)])) as Record<Role, Person>),
  stranger: person('operator', beta),
  satisfaction: person('operator', alpha, ['satisfaction']),
  bridge: service('pbx-bridge'),
  filing: service('filing'),
  import: service('import'),
} as const satisfies Record<string, Actor>
export type ActorName = keyof typeof actors

export const call = '1789000000.42'
/** The call is on the card, or on the line, that the change is about. */
export const withCall: Surroundings = {
  holds: (root, key) => root === 'calls' && key === call,
  onLine: () => false,
}
/** The call goes on, and is not on a card yet. */
export const whileTalking: Surroundings = { holds: () => false, onLine: (id) => id === call }
export const withoutCall: Surroundings = { holds: () => false, onLine: () => false }
