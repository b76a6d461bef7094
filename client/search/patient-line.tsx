import { Show } from 'solid-js'
import type { Clinic } from '#domain/clinics/clinic.ts'
import { formatPhone } from '#domain/phone.ts'
import type { PatientFound } from '#client/api/shapes.ts'
import { formatDate, formatMoment } from '#client/words/format.ts'
import { said, words } from '#client/words/words.ts'
import { thisMinute } from '#client/workspace/clock.ts'
import styles from './search.module.css'

/** A patient as the search shows one: whose, who, which numbers, when last heard of. */
export function PatientLine(props: { patient: PatientFound; clinic: Clinic | undefined }) {
  return (
    <span class={styles.patient} data-clinic-colour={props.clinic?.colour}>
      <i />
      <b>{props.patient.name || words().choose.noName}</b>
      <span class={styles.clinic}>{props.clinic && said(props.clinic.name)}</span>
      <span class={styles.facts}>
        {[
          props.patient.birthDate && formatDate(props.patient.birthDate),
          ...props.patient.phones.map(formatPhone),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <Show when={props.patient.lastSeenAt}>
        {(at) => (
          <span class={styles.facts}>{words().search.lastSeen(formatMoment(at(), thisMinute()))}</span>
        )}
      </Show>
    </span>
  )
}
