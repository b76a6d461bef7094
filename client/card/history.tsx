/** What was: calls with their results and recordings, and who changed what. */
import Clock from 'lucide-solid/icons/clock'
import { createMemo, createSignal, For, Match, Show, Switch } from 'solid-js'
import { worksWithPatients } from '#domain/people/person.ts'
import type { CallRecord } from '#domain/telephony/call.ts'
import { sentenceOf } from '#client/api/request.ts'
import type { CardChange } from '#client/api/shapes.ts'
import type { LineEntry } from '#client/documents/lines.ts'
import { words } from '#client/words/words.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import { CallRow, LiveCallRow } from './call-row.tsx'
import { useCard } from './card-context.tsx'
import { ChangeRow } from './change-row.tsx'
import { useChanges } from './changes.tsx'
import { joinChanges } from './join-changes.ts'
import styles from './history.module.css'

const kinds = ['all', 'calls', 'changes'] as const
type Kind = (typeof kinds)[number]
type Row =
  | { kind: 'live'; at: number; entry: LineEntry }
  | { kind: 'call'; at: number; call: CallRecord }
  | { kind: 'change'; at: number; change: CardChange }

export function History() {
  const card = useCard()
  const { lines, person } = useWorkspace()
  const changes = useChanges()
  const [kind, setKind] = createSignal<Kind>('all')

  const live = createMemo<Row[]>(() =>
    lines
      .calls()
      .filter((entry) => entry.patient === card.patient && entry.clinic.id === card.clinic.id)
      .filter(({ id }) => !card.data.calls.some((call) => call.id === id))
      .map((entry) => ({ kind: 'live', at: entry.call.startedAt, entry })),
  )
  const calls = createMemo<Row[]>(() => [
    ...live(),
    ...card.data.calls.map((call) => ({ kind: 'call', at: call.startedAt, call }) as const),
  ])
  const edits = createMemo<Row[]>(() =>
    joinChanges(changes.list() ?? []).map((change) => ({ kind: 'change', at: change.at, change })),
  )
  const shownKinds = () => (worksWithPatients(person) ? kinds : [])
  const loading = () => shownKinds().length > 0 && kind() !== 'calls' && !changes.list() && !changes.failure()
  const rows = createMemo(() => {
    if (!worksWithPatients(person)) return calls()
    if (kind() === 'calls') return calls()
    return kind() === 'changes' ? edits() : [...calls(), ...edits()].sort((a, b) => b.at - a.at)
  })
  /** Rows by name: a row stays on the screen, and a recording goes on playing, when another row comes or changes. */
  const byKey = createMemo(() => new Map(rows().map((row) => [keyOf(row), row])))

  return (
    <section class={styles.history} aria-label={words().history.title}>
      <div class={styles.kinds} role="group" aria-label={words().history.title}>
        <For each={shownKinds()}>
          {(name) => (
            <button type="button" aria-pressed={kind() === name} onClick={() => setKind(name)}>
              {words().history[name]}
            </button>
          )}
        </For>
      </div>
      <Show when={shownKinds().length > 0 && kind() !== 'calls' && changes.failure()}>
        {(failure) => (
          <p class={styles.failure} role="alert">
            {words().history.failed} {sentenceOf(failure())}{' '}
            <button type="button" class="button" data-look="quiet" onClick={() => changes.loadAgain()}>
              {words().again}
            </button>
          </p>
        )}
      </Show>
      <Show
        when={rows().length > 0}
        fallback={
          <div class="empty" aria-busy={loading()}>
            <Clock size={26} />
            <Show when={!loading()} fallback={<p>{words().loading}</p>}>
              <h2>{words().history.emptyTitle}</h2>
              <p>{words().history.empty}</p>
            </Show>
          </div>
        }
      >
        <ul>
          <For each={[...byKey().keys()]}>
            {(key) => <Show when={byKey().get(key)}>{(row) => <HistoryRow row={row()} />}</Show>}
          </For>
        </ul>
      </Show>
    </section>
  )
}

function keyOf(row: Row): string {
  switch (row.kind) {
    case 'live':
      return `live ${row.entry.id}`
    case 'call':
      return `call ${row.call.id}`
    case 'change':
      return `change ${row.change.sequence}`
  }
}

function HistoryRow(props: { row: Row }) {
  const live = () => props.row.kind === 'live' && props.row.entry
  const call = () => props.row.kind === 'call' && props.row.call
  const change = () => props.row.kind === 'change' && props.row.change
  return (
    <Switch>
      <Match when={live()}>{(entry) => <LiveCallRow entry={entry()} />}</Match>
      <Match when={call()}>{(record) => <CallRow call={record()} />}</Match>
      <Match when={change()}>{(entry) => <ChangeRow change={entry()} />}</Match>
    </Switch>
  )
}
