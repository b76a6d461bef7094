/** What goes between the event loop that serves the sockets and the thread that writes the ledger. */
export interface LedgerRow {
  document: string
  sequence: number
  /** `ledger.id` of the document's last row; 0 for the first. */
  previous: number
  actor: string
  client: number | null
  /** Milliseconds since 1970. */
  at: number
  update: Uint8Array
  /** `Change[]` as JSON. */
  changes: string
}

export interface Snapshot {
  document: string
  sequence: number
  last: number
  state: Uint8Array
  clients: string
}

/** Somebody opened a card. */
export interface Opening {
  document: string
  person: string
  /** Milliseconds since 1970. */
  at: number
}

export type WriterRequest =
  | { kind: 'append'; rows: LedgerRow[] }
  | { kind: 'opened'; openings: Opening[] }
  | { kind: 'snapshot'; snapshot: Snapshot }
  /** Bring the read model up to the ledger's end and say so. */
  | { kind: 'settle'; token: number }
  | { kind: 'close' }

export type WriterReply =
  /** One for each row: the new `ledger.id`, or 0 when another server was faster. */
  | { kind: 'appended'; ids: number[] }
  | { kind: 'failed'; reason: string }
  /** `failure`: why the read model is still behind. */
  | { kind: 'settled'; token: number; failure?: string }
  /** Something that nobody waits for has failed. */
  | { kind: 'trouble'; reason: string }
