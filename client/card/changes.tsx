/** Who changed what on this card, from the server's ledger. Asked for when somebody looks, and again after each save. */
import {
  createContext,
  createEffect,
  createResource,
  createSignal,
  on,
  onCleanup,
  useContext,
  type ParentProps,
} from 'solid-js'
import * as v from 'valibot'
import { request, type Failure } from '#client/api/request.ts'
import { cardChange, type CardChange } from '#client/api/shapes.ts'
import { useCard } from './card-context.tsx'

export interface Changes {
  /** Newest first; `undefined` until they have come. */
  list(): readonly CardChange[] | undefined
  failure(): Failure | undefined
  loadAgain(): void
  /** The last change of one field. */
  last(root: string, key: string): CardChange | undefined
}

const Context = createContext<Changes>()

export function useChanges(): Changes {
  const changes = useContext(Context)
  if (!changes) throw new Error('used outside a card')
  return changes
}

/** Milliseconds: the card is drawn first, then its history is asked for. */
const afterCard = 60
/** Milliseconds to let a burst of typing pass before the ledger is asked again. */
const settle = 1_200

export function ChangesProvider(props: ParentProps) {
  const card = useCard()
  const [wanted, setWanted] = createSignal(false)
  const [answer, { refetch }] = createResource(
    wanted,
    () => request(`/api/cards/${card.clinic.id}/${card.patient}/changes`, v.array(cardChange)),
    // With a value from the start nothing waits for the answer: the card is on the screen before it.
    { initialValue: undefined },
  )
  let first: ReturnType<typeof setTimeout> | undefined
  const latest = () => {
    first ??= setTimeout(() => setWanted(true), afterCard)
    return answer.latest
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void refetch(), settle)
  }
  const admitted = () => {
    if (wanted()) later()
  }
  card.shared.replica.confirmed.on('update', admitted)
  createEffect(on(card.shared.state, (state) => state === 'ready' && wanted() && later(), { defer: true }))
  onCleanup(() => {
    clearTimeout(first)
    clearTimeout(timer)
    card.shared.replica.confirmed.off('update', admitted)
  })

  const changes: Changes = {
    list() {
      const found = latest()
      return found?.ok ? found.value : undefined
    },
    failure() {
      const found = latest()
      return found && !found.ok ? found.failure : undefined
    },
    loadAgain: () => void refetch(),
    last: (root, key) =>
      changes
        .list()
        ?.find((entry) =>
          entry.changes.some(
            (change) => change.type === 'field' && change.root === root && change.key === key && !change.lost,
          ),
        ),
  }
  return <Context.Provider value={changes}>{props.children}</Context.Provider>
}
