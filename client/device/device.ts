/**
 * The device as the workspace's second memory: documents as the server admitted them, what the person has done since,
 * and what the server last told. Everything here is one person's, and goes when they sign out.
 */
import { parseDocumentName } from '#domain/documents/names.ts'
import type { ClinicId, PersonId } from '#domain/ids.ts'
import type { Keeper, Kept, Step } from '#domain/replica/keeper.ts'
import { windowOf } from '#domain/replica/row-id.ts'
import { openCipher, type Cipher } from './cipher.ts'
import { ofDocument, openDatabase, type Database } from './database.ts'
import { openWindows, type Windows } from './windows.ts'

export interface Device {
  /** Of this window, for the ids of what is done in it. */
  readonly window: string
  keeperOf(document: string): Keeper
  /** What is here of a document. What a window that is gone has left of it is given out once. */
  takeUp(document: string): Promise<Kept>
  /** What other windows of this person put here of a document from now on; returns the way to stop. */
  follow(document: string, listener: (step: Step) => void): () => void
  /** Actions that wait here in other documents than these. */
  waitingBeside(documents: ReadonlySet<string>): Promise<number>
  /** Called when another window has put something here; returns the way to stop. */
  onPut(listener: () => void): () => void
  /** Documents with something in them that no living window looks after. */
  abandoned(): Promise<string[]>
  /** Documents that are here, the one opened last first. */
  documents(): Promise<string[]>
  /** The person has a document before them. */
  noteOpened(document: string): Promise<void>
  fact(name: string): Promise<unknown>
  keepFact(name: string, value: unknown): Promise<void>
  /** This person may not see the document any more. */
  forget(document: string): Promise<void>
  /** Nor any document of another clinic than these. */
  forgetAllBut(clinics: readonly ClinicId[]): Promise<void>
  /** When somebody last used the workspace here; milliseconds since 1970. */
  lastUse(): Promise<number | undefined>
  noteUse(at: number): Promise<void>
  /** Nothing that is here can be read any more, whatever becomes of the rest. */
  destroyKey(): Promise<void>
  close(): void
}

/** Documents that are kept at the most; of more, those that nobody has opened for longest go. */
const mostDocuments = 500
/** Milliseconds that what can wait may wait. */
const quiet = 300

/** Rejects when this browser keeps nothing (no IndexedDB, a private window that forbids it). */
export async function openDevice(person: PersonId): Promise<Device> {
  const database = await openDatabase(person)
  const [cipher, windows] = await Promise.all([openCipher(database), openWindows()])
  void navigator.storage.persist()
  return new OpenedDevice(database, cipher, windows)
}

/** One window to the others: this is on the device now. */
interface Told {
  document: string
  step: Step
}

class OpenedDevice implements Device {
  private readonly database: Database
  private readonly cipher: Cipher
  private readonly windows: Windows
  /** To the person's other windows. */
  private readonly channel: BroadcastChannel
  /** Of each document, what this window looks after. */
  private readonly given = new Map<string, Set<string>>()
  /** What is done for one document is done one after another; a keystroke waits for no other document. */
  private readonly tails = new Map<string, Promise<unknown>>()

  constructor(database: Database, cipher: Cipher, windows: Windows) {
    this.database = database
    this.channel = new BroadcastChannel(database.name)
    this.cipher = cipher
    this.windows = windows
  }

  get window(): string {
    return this.windows.name
  }

  follow(document: string, listener: (step: Step) => void): () => void {
    const onMessage = ({ data }: MessageEvent<Told>): void => {
      if (data.document === document) listener(data.step)
    }
    this.channel.addEventListener('message', onMessage)
    return () => this.channel.removeEventListener('message', onMessage)
  }

  keeperOf(document: string): Keeper {
    let waiting: ReturnType<typeof setTimeout> | undefined
    return {
      keep: (step) => this.inTurn(document, () => this.write(document, step)),
      soon(write) {
        waiting ??= setTimeout(() => {
          waiting = undefined
          write()
        }, quiet)
      },
    }
  }

  takeUp(document: string): Promise<Kept> {
    return this.inTurn(document, async () => {
      const range = ofDocument(document)
      const [stored, rows, refused] = await Promise.all([
        this.database.get('documents', document),
        this.database.getAll('rows', range),
        this.database.getAll('refused', range),
      ])
      const given = this.givenOf(document)
      const mine = await this.claimable([...rows, ...refused].map(({ id }) => id))
      const isNew = ({ id }: { id: string }): boolean => mine.has(id) && !given.has(id)
      const left = rows.filter(isNew)
      const leftRefused = refused.filter(isNew)
      const read = <Value>(sealed: readonly Uint8Array[]): Promise<Value[]> =>
        Promise.all(sealed.map(async (bytes) => (await this.cipher.open(bytes)) as Value))
      const kept: Kept = {
        ...(stored && { confirmed: (await this.cipher.open(stored.state)) as Uint8Array }),
        rows: await read(left.map(({ row }) => row)),
        others: await read(rows.filter(({ id }) => !mine.has(id)).map(({ row }) => row)),
        refused: await read(leftRefused.map(({ action }) => action)),
      }
      for (const { id } of [...left, ...leftRefused]) given.add(id)
      return kept
    })
  }

  async waitingBeside(documents: ReadonlySet<string>): Promise<number> {
    const keys = await this.database.getAllKeys('rows')
    return keys.filter(([document]) => !documents.has(document)).length
  }

  onPut(listener: () => void): () => void {
    this.channel.addEventListener('message', listener)
    return () => this.channel.removeEventListener('message', listener)
  }

  async abandoned(): Promise<string[]> {
    const keys = [
      ...(await this.database.getAllKeys('rows')),
      ...(await this.database.getAllKeys('refused')),
    ].filter(([document, id]) => !this.givenOf(document).has(id))
    const mine = await this.claimable(keys.map(([, id]) => id))
    return [...new Set(keys.flatMap(([document, id]) => (mine.has(id) ? [document] : [])))]
  }

  async documents(): Promise<string[]> {
    const byTime = await this.database.getAllFromIndex('documents', 'openedAt')
    return byTime.toReversed().map(({ document }) => document)
  }

  noteOpened(document: string): Promise<void> {
    return this.inTurn(document, async () => {
      const transaction = this.database.transaction(['documents', 'rows'], 'readwrite')
      const documents = transaction.objectStore('documents')
      const stored = await documents.get(document)
      if (stored) await documents.put({ ...stored, openedAt: Date.now() })
      const busy = new Set((await transaction.objectStore('rows').getAllKeys()).map(([name]) => name))
      let surplus = (await documents.count()) - mostDocuments
      for (
        let cursor = surplus > 0 ? await documents.index('openedAt').openCursor() : null;
        cursor && surplus > 0;
        cursor = await cursor.continue()
      ) {
        if (busy.has(cursor.primaryKey)) continue
        await cursor.delete()
        surplus--
      }
      await transaction.done
    })
  }

  async fact(name: string): Promise<unknown> {
    const sealed = await this.database.get('facts', name)
    return sealed && this.cipher.open(sealed)
  }

  async keepFact(name: string, value: unknown): Promise<void> {
    await this.database.put('facts', await this.cipher.seal(value), name)
  }

  forget(document: string): Promise<void> {
    return this.inTurn(document, async () => {
      const transaction = this.database.transaction(['documents', 'rows', 'refused'], 'readwrite')
      await Promise.all([
        transaction.objectStore('documents').delete(document),
        transaction.objectStore('rows').delete(ofDocument(document)),
        transaction.objectStore('refused').delete(ofDocument(document)),
        transaction.done,
      ])
    })
  }

  async forgetAllBut(clinics: readonly ClinicId[]): Promise<void> {
    const keys = await Promise.all([
      this.database.getAllKeys('documents'),
      this.database.getAllKeys('rows'),
      this.database.getAllKeys('refused'),
    ])
    for (const document of new Set(keys.flat().map((key) => (typeof key === 'string' ? key : key[0])))) {
      const name = parseDocumentName(document)
      const isGranted = name && (!('clinic' in name) || clinics.includes(name.clinic))
      if (!isGranted) await this.forget(document)
    }
  }

  lastUse(): Promise<number | undefined> {
    return this.database.get('times', 'use')
  }

  async noteUse(at: number): Promise<void> {
    await this.database.put('times', at, 'use')
  }

  async destroyKey(): Promise<void> {
    await this.database.clear('keys')
  }

  close(): void {
    void Promise.all(this.tails.values()).finally(() => {
      this.windows.close()
      this.channel.close()
      this.database.close()
    })
  }

  private async write(document: string, step: Step): Promise<void> {
    const { cipher } = this
    const { confirmed, put, drop, refused } = step
    const state = confirmed && (await cipher.seal(confirmed))
    const rows = await Promise.all(
      put.map(async (row) => ({ document, id: row.id, row: await cipher.seal(row) })),
    )
    const actions = await Promise.all(
      (refused ?? []).map(async (action) => ({ document, id: action.id, action: await cipher.seal(action) })),
    )
    const transaction = this.database.transaction(['documents', 'rows', 'refused'], 'readwrite', {
      // What the person has done outlives a reboot that comes the moment after; what the server has is there anyway.
      durability: put.length > 0 || refused ? 'strict' : 'relaxed',
    })
    const documents = transaction.objectStore('documents')
    const given = this.givenOf(document)
    const writes: Promise<unknown>[] = []
    for (const id of drop) writes.push(transaction.objectStore('rows').delete([document, id]))
    for (const row of rows) writes.push(transaction.objectStore('rows').put(row))
    if (refused) {
      const left = new Set(refused.map(({ id }) => id))
      for (const id of given)
        if (!left.has(id)) writes.push(transaction.objectStore('refused').delete([document, id]))
      for (const action of actions) writes.push(transaction.objectStore('refused').put(action))
    }
    if (state) {
      const stored = await documents.get(document)
      writes.push(documents.put({ document, state, openedAt: stored?.openedAt ?? Date.now() }))
    }
    await Promise.all([...writes, transaction.done])
    for (const { id } of [...rows, ...actions]) given.add(id)
    const told: Told = { document, step }
    this.channel.postMessage(told)
  }

  /** Which of these ids are of windows that this one is, or stands for. */
  private async claimable(ids: readonly string[]): Promise<Set<string>> {
    const windows = [...new Set(ids.map(windowOf))]
    const claims = await Promise.all(
      windows.map(async (window) => ((await this.windows.claim(window)) ? [window] : [])),
    )
    const mine = new Set(claims.flat())
    return new Set(ids.filter((id) => mine.has(windowOf(id))))
  }

  private givenOf(document: string): Set<string> {
    const given = this.given.get(document) ?? new Set<string>()
    this.given.set(document, given)
    return given
  }

  private inTurn<Result>(document: string, work: () => Promise<Result>): Promise<Result> {
    const done = (this.tails.get(document) ?? Promise.resolve()).then(work)
    const tail = done
      .catch(() => undefined)
      .finally(() => {
        if (this.tails.get(document) === tail) this.tails.delete(document)
      })
    this.tails.set(document, tail)
    return done
  }
}
