/** Ids and telephone numbers as valibot schemas, for whatever comes from outside. */
import * as v from 'valibot'
import { parseCallId, parseClinicId, parsePatientId, parsePersonId } from './ids.ts'
import { isPhone, type PhoneNumber } from './phone.ts'

const accepted = <Id extends string>(parse: (text: string) => Id | undefined, message: string) =>
  v.custom<Id>((given) => typeof given === 'string' && parse(given) !== undefined, message)

export const clinicId = accepted(parseClinicId, 'not the id of a clinic')
export const patientId = accepted(parsePatientId, 'not the id of a patient')
export const personId = accepted(parsePersonId, 'not the id of a person')
export const callId = accepted(parseCallId, 'not the id of a call')
export const phoneNumber = v.custom<PhoneNumber>(isPhone, 'a telephone number is written as +74951234567')
