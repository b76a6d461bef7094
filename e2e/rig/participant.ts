/** A program at the socket with somebody's own token: it sends what no screen would send, and reads what the server holds. */
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import type { Page } from '@playwright/test'
import * as Y from 'yjs'

export interface Participant {
  /** As the server has it; what is written here goes to the server as it is, whatever the policy says. */
  doc: Y.Doc
  /** The next stateless message of the server, parsed. */
  nextWord: Promise<unknown>
  leave(): void
}

/** @param page of the person in whose name; resolves when the document is here */
export async function joinAs(page: Page, documentName: string): Promise<Participant> {
  const answer = await page.request.get('/api/sync-token')
  const { token } = (await answer.json()) as { token: string }
  const socket = new HocuspocusProviderWebsocket({
    url: new URL('/sync', page.url()).href.replace(/^http/, 'ws'),
  })
  const doc = new Y.Doc()
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: documentName,
    document: doc,
    token,
  })
  const nextWord = new Promise<unknown>((resolve) => {
    provider.on('stateless', ({ payload }: { payload: string }) => resolve(JSON.parse(payload)))
  })
  await new Promise<void>((resolve, reject) => {
    provider.on('synced', () => resolve())
    provider.on('authenticationFailed', ({ reason }: { reason: string }) => reject(new Error(reason)))
    provider.attach()
  })
  return {
    doc,
    nextWord,
    leave() {
      provider.destroy()
      socket.destroy()
    },
  }
}

/** What the server holds of a document that this person may see. */
export async function readAs<Read>(
  page: Page,
  documentName: string,
  read: (doc: Y.Doc) => Read,
): Promise<Read> {
  const participant = await joinAs(page, documentName)
  try {
    return read(participant.doc)
  } finally {
    participant.leave()
  }
}
