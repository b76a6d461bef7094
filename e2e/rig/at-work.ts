/**
 * One centre for a whole test file, with people at their browsers and patients at their telephones. When a test is over
 * everybody hangs up and leaves, and nobody may have met an error on the way.
 */
import { expect, test, type Browser, type Page } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { demonstrationPeople } from '#sync-server/demonstration/people.ts'
import { takeSeat, type Seat, type Session } from './browser.ts'
import { openTestCentre, type TestCentre } from './centre.ts'
import { didOf } from './patients.ts'
import { callFrom, type PatientCall } from './sipp.ts'

export interface AtWork {
  readonly centre: TestCentre
  /**
   * Somebody of the demonstration centre at a browser of their own, the telephone ready if they have one.
   * @param at the page they have before them
   */
  seat(person: string, at?: string): Promise<Page>
  /** A patient's telephone calls the clinic. */
  call(clinic: 'alpha' | 'beta', from: { from: string; name?: string }): Promise<PatientCall>
}

/** @param settings of the server, beside those that a test centre needs */
export function atWork(settings?: Readonly<Record<string, string>>): AtWork {
  let centre: TestCentre | undefined
  let browser: Browser | undefined
  let seats: Seat[] = []
  let calls: PatientCall[] = []
  let faults: string[] = []
  const sessions = new Map<string, Session>()

  const open = <Part>(part: Part | undefined): Part => {
    if (!part) throw new Error('only while a test runs')
    return part
  }
  test.beforeAll(async () => {
    centre = await openTestCentre(settings)
  })
  test.beforeEach(({ browser: own }) => {
    browser = own
  })
  test.afterEach(async () => {
    await open(centre).asterisk().cli('channel request hangup all')
    await Promise.all([...seats.map((seat) => seat.leave()), ...calls.map((call) => call.drop())])
    const met = faults
    seats = []
    calls = []
    faults = []
    expect(met, 'errors in the browsers').toEqual([])
  })
  test.afterAll(() => centre?.end())

  return {
    get centre() {
      return open(centre)
    },
    async seat(person, at = '/') {
      const session = sessions.get(person)
      const seat = await takeSeat(open(browser), open(centre).url, person, { session, at })
      seats.push(seat)
      sessions.set(person, await seat.page.context().storageState())
      seat.page.on('pageerror', (error) => faults.push(`${person}: ${error.stack ?? error.message}`))
      const known = demonstrationPeople.find(({ person: { id } }) => id === person)
      if (known?.person.extension !== null)
        await expect(seat.page.getByRole('button', { name: ru.rail.settings })).toContainText(ru.state.online)
      return seat.page
    },
    async call(clinic, from) {
      const call = await callFrom({ ...from, did: didOf[clinic], pbx: open(centre).sip })
      calls.push(call)
      return call
    },
  }
}
