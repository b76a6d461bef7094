/** On a system that is not Debian: a PATH without apt-get, and an empty folder where an unpacked Asterisk is looked for. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { preparePrerequisites } from './prerequisites.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
  vi.stubEnv('PATH', folder)
  vi.stubEnv('KARTOTEKA_CACHE', join(folder, 'cache'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

/** A program in the PATH that does as these lines of a shell say. */
function program(name: string, ...lines: readonly string[]): void {
  writeFileSync(join(folder, name), ['#!/bin/sh', ...lines].join('\n'))
  chmodSync(join(folder, name), 0o755)
}

describe('what the tests need', () => {
  it('is told with its name, and how to get it on Debian and elsewhere', async () => {
    const missing = await preparePrerequisites()
    for (const [at, name, debian] of [
      [0, 'chromium', 'chromium'],
      [1, 'sipp', 'sip-tester'],
    ] as const) {
      for (const words of [missing[at]?.ru, missing[at]?.en]) {
        expect(words).toContain(`sudo apt-get install ${debian};`)
        expect(words).toContain(` ${name} `)
        expect(words).toContain('PATH')
      }
    }
    expect(missing).toHaveLength(3)
  })

  it('is told as what to install oneself when Asterisk cannot be had from Debian', async () => {
    const asterisk = (await preparePrerequisites()).at(-1)
    expect(asterisk).toEqual({
      ru: 'На этой системе Asterisk нужно поставить самим: версию 22 или новее, команда asterisk в PATH.',
      en: 'On this system please install Asterisk yourself: version 22 or newer, with asterisk in the PATH.',
    })
  })

  it('is told with the last words of apt-get when that does not do its part', async () => {
    program('apt-get', 'echo "E: the sources are not to be read" >&2', 'exit 100')
    const asterisk = (await preparePrerequisites()).at(-1)
    for (const words of [asterisk?.ru, asterisk?.en])
      expect(words).toMatch(/asterisk.*\nE: the sources are not to be read$/i)
  })

  it('on Debian is told with the last words of what unpacks Asterisk', async () => {
    program('apt-get', 'echo http://mirror.example/debian')
    program('mmdebstrap', 'echo "E: the mirror is not to be reached" >&2', 'exit 1')
    program('chromium')
    program('sipp')
    const [asterisk, ...others] = await preparePrerequisites()
    expect(asterisk?.en).toBe(
      'Asterisk could not be unpacked; the program’s last words are below.\nE: the mirror is not to be reached',
    )
    expect(others).toEqual([])
  })

  it('is not told of what is there, nor of what only an Asterisk of Debian would need', async () => {
    program('chromium')
    program('sipp')
    const missing = await preparePrerequisites()
    expect(missing).toHaveLength(1)
    expect(missing[0]?.en).not.toMatch(/chromium|sipp|mmdebstrap/i)
  })
})
