/** Who the patient is, in the largest letters of the screen, edited where it stands. */
import Pin from 'lucide-solid/icons/pin'
import PinOff from 'lucide-solid/icons/pin-off'
import { Show } from 'solid-js'
import { ageOn, parseBirthDate } from '#domain/dates/birth-date.ts'
import { fullName, sexes, type ProfileField } from '#domain/documents/card.ts'
import { formatPhone } from '#domain/phone.ts'
import { formatDate, isoDay } from '#client/words/format.ts'
import { shortName } from '#client/words/names.ts'
import { words } from '#client/words/words.ts'
import { thisMinute } from '#client/workspace/clock.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import { createField, useCard } from './card-context.tsx'
import { ChoiceInput } from './choice-input.tsx'
import { Occupied } from './field-row.tsx'
import styles from './patient-head.module.css'
import { PresenceBar } from './presence-bar.tsx'
import { TextInput } from './text-input.tsx'

export function PatientHead() {
  const card = useCard()
  const profile = () => card.data.profile
  const name = () => fullName(profile()) || words().card.untitled
  return (
    <header class={styles.head}>
      <h1 class="spoken">{name()}</h1>
      <div class={styles.names}>
        <NamePart field="familyName" />
        <NamePart field="givenName" />
        <NamePart field="patronymic" />
      </div>
      <PresenceBar />
      <div class={styles.facts}>
        <BirthDate />
        <Sex />
        <Show when={card.data.phones[0]}>{(phone) => <span>{formatPhone(phone().number)}</span>}</Show>
        <Show when={profile().region}>{(region) => <span>{region()}</span>}</Show>
        <PinnedTo />
      </div>
    </header>
  )
}

function NamePart(props: { field: 'familyName' | 'givenName' | 'patronymic' }) {
  const card = useCard()
  const value = () => card.data.profile[props.field] ?? ''
  const field = createField(card, 'profile', () => props.field, value)
  return (
    <span class={styles.part} onFocusIn={() => field.enter()} onFocusOut={() => field.leave()}>
      <Occupied field={field}>
        <TextInput
          label={words().fields[props.field]}
          class={styles.name}
          value={value()}
          placeholder={words().fields[props.field]}
          disabled={!field.verdict().admitted}
          onCommit={(text) => card.set('profile', props.field, text === '' ? undefined : text)}
        />
      </Occupied>
    </span>
  )
}

const useProfileField = (key: ProfileField) => {
  const card = useCard()
  return {
    card,
    field: createField(
      card,
      'profile',
      () => key,
      () => card.data.profile[key],
    ),
  }
}

function BirthDate() {
  const { card, field } = useProfileField('birthDate')
  const birthDate = () => card.data.profile.birthDate
  const today = () => isoDay(thisMinute(), card.clinic.timeZone)

  function accept(text: string): string | undefined {
    const date = text === '' ? undefined : parseBirthDate(text, today())
    if (text !== '' && date === undefined) return words().card.badDate
    card.set('profile', 'birthDate', date)
    return undefined
  }
  return (
    <span class={styles.fact} onFocusIn={() => field.enter()} onFocusOut={() => field.leave()}>
      <Show when={birthDate()}>{(date) => <span>{words().card.age(ageOn(today(), date()))},</span>}</Show>
      <Occupied field={field}>
        <TextInput
          label={words().fields.birthDate}
          class={styles.small}
          value={birthDate() === undefined ? '' : formatDate(birthDate() ?? '')}
          placeholder={`${words().fields.birthDate}: ${words().card.birthDateHint}`}
          disabled={!field.verdict().admitted}
          inputmode="numeric"
          onCommit={accept}
        />
      </Occupied>
    </span>
  )
}

function Sex() {
  const { card, field } = useProfileField('sex')
  return (
    <span class={styles.fact} onFocusIn={() => field.enter()} onFocusOut={() => field.leave()}>
      <Occupied field={field}>
        <ChoiceInput
          label={words().fields.sex}
          class={styles.small}
          value={card.data.profile.sex}
          options={sexes}
          nameOf={(sex) => words().sexes[sex]}
          empty={words().fields.sex}
          disabled={!field.verdict().admitted}
          onChange={(sex) => card.set('profile', 'sex', sex)}
        />
      </Occupied>
    </span>
  )
}

function PinnedTo() {
  const { card, field } = useProfileField('pin')
  const { person, nameOf } = useWorkspace()
  const pin = () => card.data.profile.pin
  const mine = () => pin() === person.id
  return (
    <Show
      when={pin()}
      fallback={
        <Show when={field.verdict().admitted}>
          <button type="button" class={styles.pin} onClick={() => card.set('profile', 'pin', person.id)}>
            <Pin size={14} /> {words().card.pin}
          </button>
        </Show>
      }
    >
      {(id) => (
        <span class="chip" data-tone="warn" title={words().card.pinned}>
          <Pin size={14} /> {shortName(nameOf(id()))}
          <Show when={mine() && field.verdict().admitted}>
            <button
              type="button"
              class={styles.unpin}
              aria-label={words().card.unpin}
              title={words().card.unpin}
              onClick={() => card.set('profile', 'pin', undefined)}
            >
              <PinOff size={13} />
            </button>
          </Show>
        </span>
      )}
    </Show>
  )
}
