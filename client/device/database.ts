/** What of a person's workspace lies on this device, as IndexedDB tables. What tells of patients is sealed (cipher.ts). */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { PersonId } from '#domain/ids.ts'

interface Tables extends DBSchema {
  /** Documents as the server last admitted them. */
  documents: {
    key: string
    value: { document: string; state: Uint8Array; openedAt: number }
    indexes: { openedAt: number }
  }
  /** Actions that the server has not admitted yet, by document and id. */
  rows: { key: [document: string, id: string]; value: { document: string; id: string; row: Uint8Array } }
  /** Actions that it has refused, and that their author has not dealt with. */
  refused: {
    key: [document: string, id: string]
    value: { document: string; id: string; action: Uint8Array }
  }
  /** What the server last told of the person and of everything that no document holds. */
  facts: { key: string; value: Uint8Array }
  keys: { key: string; value: CryptoKey }
  /** Milliseconds since 1970, by name. */
  times: { key: string; value: number }
}
export type Database = IDBPDatabase<Tables>

export const databaseName = (person: PersonId): string => `kartoteka:${person}`

export const openDatabase = (person: PersonId): Promise<Database> =>
  openDB<Tables>(databaseName(person), 1, {
    upgrade(database) {
      const documents = database.createObjectStore('documents', { keyPath: 'document' })
      documents.createIndex('openedAt', 'openedAt')
      database.createObjectStore('rows', { keyPath: ['document', 'id'] })
      database.createObjectStore('refused', { keyPath: ['document', 'id'] })
      for (const name of ['facts', 'keys', 'times'] as const) database.createObjectStore(name)
    },
    // Another window removes everything: it must not wait for this one.
    blocking(_current, _blocked, event) {
      if (event.target instanceof IDBDatabase) event.target.close()
    },
  })

/** All rows of a table that belong to one document. */
export const ofDocument = (document: string): IDBKeyRange =>
  IDBKeyRange.bound([document, ''], [document, '\uffff'])
