/**
 * Takes the ledger into the read model's tables, in steps that each are one transaction with the position they reach:
 * a crash leaves the tables as of some ledger row, and the next start goes on from there.
 */
import type Database from 'libsql'
import { fold } from '#domain/fold.ts'
import type { Change } from '#domain/policy/change.ts'
import { connect, transactionsOn } from '#sync-server/store/connect.ts'
import { transliterate } from './transliterate.ts'
import { project, type LedgerEntry } from './project.ts'

const rowsAStep = 200
const tables = ['patients', 'phones', 'calls', 'dispositions', 'appointments', 'patient_search']

interface NamesAndPhones {
  id: number
  family_name: string
  given_name: string
  patronymic: string
  birth_date: string
  numbers: string | null
}

export class ReadModel {
  private readonly database: Database.Database
  private readonly inTransaction: ReturnType<typeof transactionsOn>
  private readonly statements = new Map<string, Database.Statement>()

  constructor(path: string) {
    this.database = connect(path)
    this.database.exec('PRAGMA synchronous = NORMAL')
    this.database.exec('PRAGMA wal_autocheckpoint = 0')
    this.inTransaction = transactionsOn(this.database)
  }

  /** Takes in the next rows. `more` when there may be others behind them. */
  takeIn(): 'more' | 'done' {
    const rows = this.nextRows()
    if (rows.length === 0) return 'done'
    this.inTransaction(() => {
      const searchable = new Set<string>()
      for (const row of rows) {
        const projected = project(row)
        for (const { sql, parameters } of projected.statements) this.prepared(sql).run(...parameters)
        if (projected.searchable) searchable.add(row.document)
      }
      for (const document of searchable) this.indexForSearch(document)
      this.setPosition(rows.at(-1)?.id ?? 0)
    })
    return rows.length === rowsAStep ? 'more' : 'done'
  }

  /** Empties the tables; the next `takeIn` begins at the ledger's first row. */
  reset(): void {
    this.inTransaction(() => {
      for (const table of tables) this.prepared(`DELETE FROM ${table}`).run()
      this.setPosition(0)
    })
  }

  close(): void {
    this.database.close()
  }

  private nextRows(): LedgerEntry[] {
    const rows = this.prepared(
      `SELECT id, document, at, changes FROM ledger
       WHERE id > coalesce((SELECT ledger_id FROM read_model_position), 0) ORDER BY id LIMIT ${rowsAStep}`,
    ).all() as { id: number; document: string; at: number; changes: string }[]
    return rows.map((row) => ({ ...row, changes: JSON.parse(row.changes) as Change[] }))
  }

  private indexForSearch(document: string): void {
    const row = this.prepared(
      `SELECT id, family_name, given_name, patronymic, birth_date,
              (SELECT group_concat(number, ' ') FROM (SELECT number FROM phones WHERE document = ?1 ORDER BY number)) AS numbers
       FROM patients WHERE document = ?1`,
    ).get(document) as NamesAndPhones | undefined
    if (!row) return
    const name = [row.family_name, row.given_name, row.patronymic].join(' ')
    const [year = '', month = '', day = ''] = row.birth_date.split('-')
    const birth = row.birth_date === '' ? '' : `${row.birth_date} ${day}.${month}.${year}`
    const text = [fold(name), transliterate(name), birth, row.numbers ?? ''].join(' ')
    this.prepared('INSERT OR REPLACE INTO patient_search (rowid, text) VALUES (?, ?)').run(row.id, text)
  }

  private setPosition(ledgerId: number): void {
    this.prepared(`INSERT OR REPLACE INTO read_model_position (name, ledger_id) VALUES ('ledger', ?)`).run(
      ledgerId,
    )
  }

  private prepared(sql: string): Database.Statement {
    const statement = this.statements.get(sql) ?? this.database.prepare(sql)
    this.statements.set(sql, statement)
    return statement
  }
}
