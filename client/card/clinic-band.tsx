/** Whose patient is it: the clinic's colour, its greeting, its number, its time. Nobody says the wrong name. */
import Building from 'lucide-solid/icons/hospital'
import { Show } from 'solid-js'
import type { Clinic } from '#domain/clinics/clinic.ts'
import { worksWithPatients } from '#domain/people/person.ts'
import { formatPhone, type PhoneNumber } from '#domain/phone.ts'
import { formatTime, hoursAhead } from '#client/words/format.ts'
import { greetingOf, sourceOf } from '#client/call/caller.ts'
import { said, words, zoneName } from '#client/words/words.ts'
import { thisMinute } from '#client/workspace/clock.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import { useCard } from './card-context.tsx'
import styles from './clinic-band.module.css'

export function ClinicBand() {
  const card = useCard()
  const { lines } = useWorkspace()
  const did = () => {
    const live = lines
      .calls()
      .find((entry) => entry.patient === card.patient && entry.clinic.id === card.clinic.id)
    return live?.call.did ?? card.data.calls[0]?.did ?? card.clinic.dids[0]?.number
  }
  return <Band clinic={card.clinic} did={did()} />
}

export function Band(props: { clinic: Clinic; did: PhoneNumber | undefined }) {
  const { person } = useWorkspace()
  const source = () => props.did && sourceOf(props.clinic, props.did)
  const ahead = () => hoursAhead(props.clinic.timeZone, thisMinute())
  return (
    <header class={styles.band} data-clinic-colour={props.clinic.colour}>
      <Building size={17} />
      <b>{said(props.clinic.name)}</b>
      <span class={styles.greeting}>
        <Show when={worksWithPatients(person)}>{greetingOf(props.clinic, person)}</Show>
      </span>
      <span class={styles.facts}>
        <Show when={props.did}>
          {(number) => (
            <span>
              <Show when={source()}>{(label) => <>{said(label())} · </>}</Show>
              <span class="number">{formatPhone(number())}</span>
            </span>
          )}
        </Show>
        <span title={words().card.localTime}>
          {zoneName(props.clinic.timeZone)} {formatTime(thisMinute(), props.clinic.timeZone)}
          <Show when={ahead() !== 0}>
            <em>{words().card.hoursFromYou(`${ahead() > 0 ? '+' : '−'}${Math.abs(ahead())}`)}</em>
          </Show>
        </span>
      </span>
    </header>
  )
}
