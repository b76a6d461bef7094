/** One patient at one clinic: whose, who, what is planned, what was. */
import { createEffect, createMemo, Match, onCleanup, Show, Switch } from 'solid-js'
import { parseClinicId, parsePatientId } from '#domain/ids.ts'
import type { Card } from '#client/documents/card.ts'
import { words } from '#client/words/words.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import { AppointmentPanel } from './appointment-panel.tsx'
import { CardProvider } from './card-context.tsx'
import styles from './card-page.module.css'
import { ChangesProvider } from './changes.tsx'
import { ClinicBand } from './clinic-band.tsx'
import { FieldRequests } from './field-requests.tsx'
import { History } from './history.tsx'
import { Notes } from './notes.tsx'
import { PatientHead } from './patient-head.tsx'
import { PatientPanel } from './patient-panel.tsx'
import { undoKey } from './undo-key.ts'
import { RequestPanel } from './request-panel.tsx'

export function CardPage(props: { clinic: string; patient: string }) {
  const { cards, clinics } = useWorkspace()
  const name = createMemo(() => {
    const clinic = parseClinicId(props.clinic)
    const patient = parsePatientId(props.patient)
    return clinic && patient && { clinic, patient }
  })
  createEffect(() => {
    const wanted = name()
    if (wanted) cards.open(wanted.clinic, wanted.patient)
  })
  const card = () => {
    const wanted = name()
    return wanted && cards.find(wanted.clinic, wanted.patient)
  }
  const granted = () => clinics.some(({ id }) => id === name()?.clinic)

  return (
    <Show when={card()} keyed fallback={<Closed granted={granted()} named={name() !== undefined} />}>
      {(open) => <OpenCard card={open} />}
    </Show>
  )
}

function Closed(props: { granted: boolean; named: boolean }) {
  return (
    <Switch>
      <Match when={!props.named}>
        <Explained title={words().card.missing} hint={words().card.missingHint} />
      </Match>
      <Match when={!props.granted}>
        <Explained title={words().card.noAccess} hint={words().card.noAccessHint} />
      </Match>
    </Switch>
  )
}

function Explained(props: { title: string; hint: string }) {
  return (
    <div class="empty">
      <h2>{props.title}</h2>
      <p>{props.hint}</p>
    </div>
  )
}

function OpenCard(props: { card: Card }) {
  const { showCard, saving } = useWorkspace()
  createEffect(() => showCard(props.card))
  onCleanup(() => showCard(undefined))
  const state = () => props.card.shared.state()
  function takeBack(event: KeyboardEvent): void {
    const step = undoKey(event)
    if (!step || event.defaultPrevented) return
    event.preventDefault()
    props.card.shared.replica[step](() => true)
  }

  return (
    <CardProvider value={props.card}>
      <article
        class={styles.card}
        data-clinic-colour={props.card.clinic.colour}
        aria-busy={state() === 'loading'}
        onKeyDown={takeBack}
      >
        <ClinicBand />
        <Switch>
          <Match when={state() === 'no-access'}>
            <Explained title={words().card.noAccess} hint={words().card.noAccessHint} />
          </Match>
          <Match when={state() === 'unknown-document'}>
            <Explained title={words().card.missing} hint={words().card.missingHint} />
          </Match>
          <Match when={state() === 'too-many-documents'}>
            <Explained title={words().card.tooMany} hint={words().card.tooManyHint} />
          </Match>
          <Match when={state() === 'loading' && saving.status().kind === 'offline'}>
            <Explained title={words().card.absent} hint={words().card.absentHint} />
          </Match>
          <Match when={state() === 'loading'}>
            <Skeleton />
          </Match>
          <Match when={state() === 'ready'}>
            <ChangesProvider>
              <PatientHead />
              <FieldRequests />
              <div class={styles.panels}>
                <PatientPanel />
                <AppointmentPanel />
                <RequestPanel />
              </div>
              <Notes />
              <History />
            </ChangesProvider>
          </Match>
        </Switch>
      </article>
    </CardProvider>
  )
}

/** The shape of what is coming, so that nothing jumps when it is there. */
function Skeleton() {
  return (
    <div class={styles.skeleton} role="status" aria-label={words().card.loading}>
      <i />
      <div class={styles.panels}>
        <i />
        <i />
        <i />
      </div>
      <i />
    </div>
  )
}
