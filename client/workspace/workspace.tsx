/** What every part of the workspace shares: who works here, the line, the open cards, the telephone. */
import {
  createContext,
  createEffect,
  createResource,
  createSignal,
  onCleanup,
  useContext,
  type ParentProps,
} from 'solid-js'
import * as v from 'valibot'
import type { Clinic } from '#domain/clinics/clinic.ts'
import { grantFor, worksWithPatients, type Person } from '#domain/people/person.ts'
import type { PersonId } from '#domain/ids.ts'
import { remembered } from '#client/api/remembered.ts'
import { colleague, type Me } from '#client/api/shapes.ts'
import type { Card } from '#client/documents/card.ts'
import type { Device } from '#client/device/device.ts'
import { fieldVerdict } from '#client/documents/field-verdict.ts'
import { createLines, type LineEntry, type Lines } from '#client/documents/lines.ts'
import { createSaving, type Saving } from '#client/documents/saving.ts'
import { watchIdle } from '#client/session/idle.ts'
import { freshSyncToken, leaveIdle, session } from '#client/session/session.ts'
import { createVersions, type Versions } from '#client/offline/versions.ts'
import { openConnection } from '#client/sync/connection.ts'
import { createTokenSource } from '#client/sync/token.ts'
import { createTelephone, type Telephone } from '#client/telephone/telephone.ts'
import { createMissed, type Missed } from './missed.ts'
import { createMyCalls, type MyCalls } from './my-calls.ts'
import { createOpenCards, type OpenCards } from './open-cards.ts'

export interface Workspace {
  person: Person
  clinics: readonly Clinic[]
  lines: Lines
  saving: Saving
  cards: OpenCards
  telephone: Telephone
  calls: MyCalls
  missed: Missed
  versions: Versions
  /** The card in front; panel and shortcuts act on it. */
  activeCard: () => Card | undefined
  showCard(card: Card | undefined): void
  /** A colleague's name; empty when it is not known. */
  nameOf(person: PersonId | string | null): string
  colleagues(): readonly { id: PersonId; name: string }[]
  mayAnswer(entry: LineEntry): boolean
}

const Context = createContext<Workspace>()

export function useWorkspace(): Workspace {
  const workspace = useContext(Context)
  if (!workspace) throw new Error('used outside the workspace')
  return workspace
}

export function WorkspaceProvider(props: ParentProps<{ me: Me; device: Device | undefined }>) {
  return <Context.Provider value={createWorkspace(props.me, props.device)}>{props.children}</Context.Provider>
}

function createWorkspace(
  { person, clinics, telephone: account, idleLimit }: Me,
  device: Device | undefined,
): Workspace {
  if (device && idleLimit !== null) onCleanup(watchIdle(device, idleLimit, () => void leaveIdle()))
  const connection = openConnection({
    url: `${location.origin.replace(/^http/, 'ws')}/sync`,
    token: createTokenSource(freshSyncToken),
    device,
    mayWrite: (name, doc, field) => fieldVerdict(name, doc, field, { person, clinics }).admitted,
  })
  onCleanup(() => connection.close())
  createEffect(() => session().kind === 'signed-in' && connection.resume())
  const lines = createLines(connection, worksWithPatients(person) ? clinics : [])
  const telephone = createTelephone(account)
  const [activeCard, showCard] = createSignal<Card>()
  const [colleagues] = createResource(
    async () => {
      const answer = await remembered(device, '/api/people', v.array(colleague))
      return answer.ok ? answer.value : []
    },
    { initialValue: [] },
  )
  const names = () => new Map<string, string>(colleagues.latest.map(({ id, name }) => [id, name]))
  const mayAnswer = (entry: LineEntry) =>
    grantFor(person, entry.clinic.id)?.kinds.includes('incoming') === true

  return {
    person,
    clinics,
    lines,
    saving: createSaving(connection, person.id, device),
    cards: createOpenCards(connection, clinics, person),
    telephone,
    missed: createMissed(lines, device),
    versions: createVersions(),
    calls: createMyCalls(lines, telephone, person.id, mayAnswer),
    activeCard,
    showCard: (card) => void showCard(() => card),
    nameOf: (id) => (id === person.id ? person.name : (names().get(id ?? '') ?? '')),
    colleagues: () => colleagues.latest,
    mayAnswer,
  }
}
