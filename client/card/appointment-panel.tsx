/** With whom, when, where. An empty panel becomes an appointment with the first field that is filled in. */
import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import Plus from 'lucide-solid/icons/plus'
import { createMemo, createSignal, Show } from 'solid-js'
import {
  appointmentKey,
  appointmentStatuses,
  type AppointmentField,
  type AppointmentStatus,
} from '#domain/documents/card.ts'
import { words } from '#client/words/words.ts'
import { thisMinute } from '#client/workspace/clock.ts'
import styles from './appointment-panel.module.css'
import { isAhead, newAppointmentId, writeAppointment, type CardAppointment } from './appointment.ts'
import { createField, useCard } from './card-context.tsx'
import page from './card-page.module.css'
import { ChoiceInput } from './choice-input.tsx'
import { FieldRow } from './field-row.tsx'
import { SuggestInput, type Suggestion } from './suggest-input.tsx'
import { WhenInput } from './when-input.tsx'

const tones: Readonly<Record<AppointmentStatus, string>> = {
  booked: 'ok',
  confirmed: 'ok',
  rescheduled: 'warn',
  attended: 'ok',
  'no-show': 'bad',
  cancelled: 'bad',
}

export function AppointmentPanel() {
  const card = useCard()
  const [chosen, setChosen] = createSignal<string>()
  const [draft, setDraft] = createSignal<CardAppointment>()
  const all = createMemo<readonly CardAppointment[]>(() => {
    const added = draft()
    const saved = card.data.appointments
    return added && !saved.some(({ id }) => id === added.id) ? [...saved, added] : saved
  })
  const blank: CardAppointment = { id: newAppointmentId() }
  const shown = createMemo(
    () =>
      all().find(({ id }) => id === chosen()) ??
      all().find((appointment) => isAhead(appointment, Date.now())) ??
      all().at(-1) ??
      blank,
  )
  const place = () => all().findIndex(({ id }) => id === shown().id)
  const status = () => shown().status
  const mayWrite = createField(card, 'appointments', () => appointmentKey(shown().id, 'status'), status)

  function add(): void {
    const added = { id: newAppointmentId() }
    setDraft(added)
    setChosen(added.id)
  }

  return (
    <section class={`${page.panel} ${styles.panel}`}>
      <header class={page.panelHead}>
        <h2>{words().card.appointment}</h2>
        <Show when={status()}>
          {(value) => (
            <span class="chip" data-tone={tones[value()]}>
              <ChoiceInput
                label={words().appointmentFields.status}
                class={styles.status}
                value={value()}
                options={appointmentStatuses}
                nameOf={(name) => words().statuses[name]}
                disabled={!mayWrite.verdict().admitted}
                onChange={(next) => writeAppointment(card, shown().id, { status: next })}
              />
            </span>
          )}
        </Show>
      </header>
      <Suggested
        appointment={shown()}
        field="doctor"
        suggestions={card.clinic.doctors.map(({ name, service }) => ({ value: name, detail: service }))}
      />
      <At appointment={shown()} />
      <Suggested
        appointment={shown()}
        field="branch"
        suggestions={card.clinic.branches.map((branch) => ({ value: branch }))}
      />
      <Suggested
        appointment={shown()}
        field="service"
        suggestions={[...new Set(card.clinic.doctors.map(({ service }) => service))].map((service) => ({
          value: service,
        }))}
      />
      <Show when={all().length > 0}>
        <footer class={styles.foot}>
          <Show when={all().length > 1}>
            <span class={styles.pager}>
              <button
                type="button"
                aria-label={words().card.previousAppointment}
                disabled={place() <= 0}
                onClick={() => setChosen(all()[place() - 1]?.id)}
              >
                <ChevronLeft size={15} />
              </button>
              {words().card.appointmentOf(place() + 1, all().length)}
              <button
                type="button"
                aria-label={words().card.nextAppointment}
                disabled={place() >= all().length - 1}
                onClick={() => setChosen(all()[place() + 1]?.id)}
              >
                <ChevronRight size={15} />
              </button>
            </span>
          </Show>
          <Show when={mayWrite.verdict().admitted && status() !== undefined}>
            <button type="button" class={styles.add} onClick={add}>
              <Plus size={14} /> {words().card.newAppointment}
            </button>
          </Show>
        </footer>
      </Show>
      <Show when={all().length === 0 && mayWrite.verdict().admitted}>
        <p class={styles.empty}>{words().card.noAppointment}</p>
      </Show>
    </section>
  )
}

function Suggested(props: {
  appointment: CardAppointment
  field: Exclude<AppointmentField, 'at' | 'status'>
  suggestions: readonly Suggestion[]
}) {
  const card = useCard()
  const value = () => props.appointment[props.field] ?? ''
  const field = createField(
    card,
    'appointments',
    () => appointmentKey(props.appointment.id, props.field),
    value,
  )
  return (
    <FieldRow label={words().appointmentFields[props.field]} field={field}>
      {(id) => (
        <SuggestInput
          id={id}
          value={value()}
          suggestions={props.suggestions}
          disabled={!field.verdict().admitted}
          onCommit={(text) =>
            writeAppointment(card, props.appointment.id, { [props.field]: text === '' ? undefined : text })
          }
        />
      )}
    </FieldRow>
  )
}

function At(props: { appointment: CardAppointment }) {
  const card = useCard()
  const value = () => props.appointment.at ?? ''
  const field = createField(card, 'appointments', () => appointmentKey(props.appointment.id, 'at'), value)
  const passed = () => value() !== '' && Date.parse(value()) < thisMinute()
  return (
    <FieldRow label={words().appointmentFields.at} field={field}>
      {(id) => (
        <span class={styles.at} data-passed={passed() || undefined}>
          <WhenInput
            id={id}
            value={value()}
            timeZone={card.clinic.timeZone}
            disabled={!field.verdict().admitted}
            onCommit={(at) => writeAppointment(card, props.appointment.id, { at })}
          />
        </span>
      )}
    </FieldRow>
  )
}
