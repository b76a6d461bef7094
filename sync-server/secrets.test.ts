import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSecrets, secretsFile } from './secrets.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('secrets', () => {
  it('are made once and stay, for the owner’s eyes only', () => {
    const made = openSecrets(folder)
    expect(openSecrets(folder)).toEqual(made)
    expect(new Set(Object.values(made)).size).toBe(Object.keys(made).length)
    expect(statSync(secretsFile(folder)).mode & 0o777).toBe(0o600)
  })

  it('that a newer version needs are added to those that are there', () => {
    const { pbxSender, ...older } = openSecrets(folder)
    writeFileSync(secretsFile(folder), JSON.stringify(older))
    const completed = openSecrets(folder)
    expect(completed).toMatchObject(older)
    expect(completed.pbxSender).not.toBe(pbxSender)
    expect(JSON.parse(readFileSync(secretsFile(folder), 'utf8'))).toEqual(completed)
  })

  it('that cannot be read stop the start and are not overwritten', () => {
    writeFileSync(secretsFile(folder), '{"session": 5}')
    expect(() => openSecrets(folder)).toThrow(/secrets\.json cannot be used/)
    expect(readFileSync(secretsFile(folder), 'utf8')).toBe('{"session": 5}')
  })
})
