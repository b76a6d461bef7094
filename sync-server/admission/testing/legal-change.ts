/**
 * What may be different after somebody's change, told from the state before and after alone: a second opinion on the
 * policy that knows nothing of updates, and is only as fine as the attacks of these tests need.
 */
import * as Y from 'yjs'
import { isDeepStrictEqual } from 'node:util'
import { profileFields } from '#domain/documents/card.ts'
import type { DocumentShape } from '#domain/documents/shape.ts'
import type { Actor } from '#domain/people/person.ts'

export interface State {
  maps: Record<string, Record<string, unknown>>
  text: string
}

export function stateOf(doc: Y.Doc, shape: DocumentShape): State {
  const maps: State['maps'] = {}
  let text = ''
  for (const [root, kind] of shape) {
    if (kind === 'map') maps[root] = Object.fromEntries(doc.getMap(root).entries())
    else text += doc.getText(root).toString()
  }
  return { maps, text }
}

/** What is in the document that no document may hold; empty when it is in order. */
export function foreignContent(doc: Y.Doc, shape: DocumentShape): string[] {
  const found: string[] = []
  if (doc.store.pendingStructs || doc.store.pendingDs) found.push('something waits for what is missing')
  for (const [root, type] of doc.share) {
    const kind = shape.get(root)
    if (!kind) found.push(`a root called ${root}`)
    if (kind === 'map' && type._start !== null) found.push(`a list in ${root}`)
    if (kind === 'text' && type._map.size > 0) found.push(`keys in ${root}`)
  }
  for (const structs of doc.store.clients.values()) {
    for (const struct of structs) {
      const content = struct instanceof Y.Item ? struct.content.constructor : undefined
      const allowed = content === Y.ContentAny || content === Y.ContentString || content === Y.ContentDeleted
      if (!allowed || struct.length === 0)
        found.push(`content of the kind ${content?.name}, ${struct.length}`)
    }
  }
  return found
}

/** `former`: everything that was in the document. */
type Rule = (key: string, before: unknown, after: unknown, actor: Actor, former: State['maps']) => boolean
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
const never: Rule = () => false

/** For an operator. */
const rules: Readonly<Record<string, Rule>> = {
  profile: (key, before) =>
    profileFields.some((field) => field === key) && (key !== 'priority' || before === undefined),
  phones: (key) => /^\+[1-9]\d{6,14}$/.test(key),
  calls: never,
  dispositions: (key, before, after, actor, former) =>
    before === undefined &&
    /^[\w.-]+\/[1-9]$/.test(key) &&
    former['calls']?.[key.split('/')[0] ?? ''] !== undefined &&
    isObject(after) &&
    after['by'] === actor.id &&
    (after['result'] === 'booked' || after['result'] === 'consulted'),
  appointments: (key) => /^[0-9A-Z]{26}\/(doctor|branch|service|at|status)$/.test(key),
  pbx: never,
  matches: never,
  patients: (key, _before, after, _actor, former) =>
    former['calls']?.[key] !== undefined && /^[0-9A-Z]{26}$/.test(String(after)),
}

/** The changes that this actor may not make; empty when all is well. */
export function illegalChanges(before: State, after: State, actor: Actor): string[] {
  const mayWrite = actor.kind === 'person' && actor.role === 'operator'
  const found: string[] = []
  if (!mayWrite && before.text !== after.text) found.push('text')
  for (const [root, fields] of Object.entries(after.maps)) {
    const former = before.maps[root] ?? {}
    for (const key of new Set([...Object.keys(former), ...Object.keys(fields)])) {
      if (isDeepStrictEqual(former[key], fields[key])) continue
      const legal = mayWrite && (rules[root] ?? never)(key, former[key], fields[key], actor, before.maps)
      if (!legal)
        found.push(`${root}.${key}: ${JSON.stringify(former[key])} → ${JSON.stringify(fields[key])}`)
    }
  }
  return found
}
