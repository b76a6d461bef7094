/** What a document's fields and values are called on the screen; for history, presence and refusals. */
import { dispositionOption, formFor, type Clinic } from '#domain/clinics/clinic.ts'
import {
  appointmentStatuses,
  parseAppointmentKey,
  parseRequestKey,
  priorities,
  profileFields,
  relations,
  sexes,
} from '#domain/documents/card.ts'
import { formatPhone, isPhone } from '#domain/phone.ts'
import * as v from 'valibot'
import { sayAnswers } from './answers.ts'
import { formatAppointment, formatDate } from '#client/words/format.ts'
import { said, words } from '#client/words/words.ts'
import { thisMinute } from '#client/workspace/clock.ts'

export function fieldName(root: string, key: string): string {
  switch (root) {
    case 'notes':
      return words().card.notes
    case 'phones':
      return isPhone(key) ? words().history.phoneAdded(formatPhone(key)) : words().card.phones
    case 'dispositions':
      return words().card.result
    case 'calls':
      return words().history.call
    case 'appointments': {
      const field = parseAppointmentKey(key)?.field
      return field ? words().appointmentFields[field] : words().card.appointment
    }
    case 'requests': {
      const field = parseRequestKey(key)
      return words().requests.of(field ? fieldName(field.root, field.key) : '')
    }
    case 'patients':
      return words().card.patient
    default: {
      const field = profileFields.find((name) => name === key)
      return field ? words().fields[field] : key
    }
  }
}

const result = v.object({
  result: v.string(),
  comment: v.optional(v.string(), ''),
  answers: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
})
const request = v.object({ value: v.optional(v.unknown()) })
const label = v.object({ label: v.string() })
const oneOf = <Value extends string>(
  values: readonly Value[],
  names: Record<Value, string>,
  value: unknown,
) => {
  const known = values.find((candidate) => candidate === value)
  return known === undefined ? String(value) : names[known]
}

/** `clinic` names results and says in whose time an appointment is. */
export function shownValue(root: string, key: string, value: unknown, clinic: Clinic | undefined): string {
  if (value === undefined || value === null) return words().card.empty
  if (root === 'dispositions' && v.is(result, value)) {
    const option = clinic && dispositionOption(clinic, value.result)
    const answered = sayAnswers(clinic ? formFor(clinic, value.result) : [], value.answers)
    return [option ? said(option.label) : value.result, ...answered, value.comment]
      .filter(Boolean)
      .join(' — ')
  }
  if (root === 'requests') {
    const field = parseRequestKey(key)
    return field && v.is(request, value) ? shownValue(field.root, field.key, value.value, clinic) : ''
  }
  if (root === 'phones' && v.is(label, value)) return value.label
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'object') return words().history.call
  return shownText(parseAppointmentKey(key)?.field ?? key, value, clinic)
}

function shownText(field: string, value: unknown, clinic: Clinic | undefined): string {
  switch (field) {
    case 'birthDate':
      return formatDate(String(value))
    case 'at':
    case 'callbackAt':
      return formatAppointment(Date.parse(String(value)), thisMinute(), clinic?.timeZone)
    case 'sex':
      return oneOf(sexes, words().sexes, value)
    case 'relation':
      return oneOf(relations, words().relations, value)
    case 'priority':
      return oneOf(priorities, words().priorities, value)
    case 'status':
      return oneOf(appointmentStatuses, words().statuses, value)
    default:
      return String(value)
  }
}
