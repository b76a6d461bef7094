/** Whether a person may change a field as it stands, by the same rules as the server's. */
import type * as Y from 'yjs'
import type { Clinic } from '#domain/clinics/clinic.ts'
import type { DocumentName } from '#domain/documents/names.ts'
import { documentShapes, type Json } from '#domain/documents/shape.ts'
import type { Person } from '#domain/people/person.ts'
import type { Change } from '#domain/policy/change.ts'
import { judge } from '#domain/policy/judge.ts'
import type { Verdict } from '#domain/policy/verdict.ts'

export function fieldVerdict(
  name: DocumentName,
  doc: Y.Doc,
  field: { root: string; key: string },
  { person, clinics }: { person: Person; clinics: readonly Clinic[] },
): Verdict {
  const { root, key } = field
  const change: Change =
    documentShapes[name.kind].get(root) === 'text'
      ? { type: 'text', root, inserted: '', deleted: 0 }
      : { type: 'field', root, key, before: doc.getMap<Json>(root).get(key), after: undefined }
  return judge(name, [change], person, (id) => clinics.find((clinic) => clinic.id === id), {
    holds: (map, entry) => doc.getMap(map).has(entry),
    // A document knows no line; the server looks whether the call is on it.
    onLine: () => true,
  })
}
