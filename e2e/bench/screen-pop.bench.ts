/**
 * How long a patient's card takes to reach an operator's eyes: from the moment the PBX's events are written to the
 * bridge's socket to the frame that shows the patient's name, with 50 operators connected. One of them is a real
 * Chromium; the others hold the same documents open without a screen.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { chromium as playwright, type Page } from '@playwright/test'
import { known, parseClinicId } from '#domain/ids.ts'
import { parsePhone, type PhoneNumber } from '#domain/phone.ts'
import { ownEvents } from '#domain/telephony/pbx-names.ts'
import { chromium, chromiumArguments, takeSeat } from '#e2e/rig/browser.ts'
import { openTrainingCentre, type TrainingCentre } from '#e2e/rig/training-centre.ts'
import type { Figures } from './figures.ts'
import { percentile } from './measure.ts'

const alpha = known(parseClinicId, 'alpha')
const did = known(parsePhone, '+74951200001')
const operators = 50
/** Beside the one who is measured: all the others, and as many as are when the rest talk. */
const freeColleagues = [operators - 1, 9]

interface Known {
  name: string
  phones: string[]
}

export async function screenPopFigures({ calls }: { calls: number }): Promise<Figures> {
  const figures: Figures = {}
  for (const free of freeColleagues) {
    const counted = await popTimes(calls, free)
    const setting = `${free + 1} free operators of ${operators}`
    figures[`AMI event to card painted, ${setting}, p50 ms`] = percentile(counted, 0.5)
    figures[`AMI event to card painted, ${setting}, p99 ms`] = percentile(counted, 0.99)
    figures[`AMI event to card painted, ${setting}, longest ms`] = Math.max(...counted)
  }
  return figures
}

/** Milliseconds of each call. */
async function popTimes(calls: number, free: number): Promise<number[]> {
  const centre = await openTrainingCentre()
  const browser = await playwright.launch({ executablePath: chromium, args: chromiumArguments })
  try {
    const cookie = await centre.signIn('elena')
    const others = fork(
      fileURLToPath(new URL('./operators.ts', import.meta.url)),
      [centre.url, cookie, String(operators - 1), String(free)],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    )
    await once(others, 'message')
    const { page } = await takeSeat(browser, centre.url, 'maria')
    const patients = await knownAtAlpha(centre, cookie)
    const taken: number[] = []
    for (let call = 0; call < calls + 5; call++) {
      const patient = patients[call % patients.length]
      const number = patient?.phones[0] === undefined ? undefined : parsePhone(patient.phones[0])
      if (patient === undefined || number === undefined) throw new Error('no patients to call')
      taken.push(await popOnce(centre, page, number, patient.name))
    }
    others.disconnect()
    // The first few warm the page up, as an operator's window is after its first minutes.
    return taken.slice(5)
  } finally {
    await browser.close()
    await centre.end()
  }
}

/** Patients with a number that nobody shares. */
async function knownAtAlpha(centre: TrainingCentre, cookie: string): Promise<Known[]> {
  const found = new Map<string, Known>()
  for (const letter of 'абвгдежзиклмнопрстуфхцчшщэюя') {
    const answer = await fetch(`${centre.url}/api/patients?clinic=alpha&q=${encodeURIComponent(letter)}`, {
      headers: { cookie },
    })
    for (const patient of (await answer.json()) as (Known & { patient: string })[]) {
      found.set(patient.patient, patient)
    }
  }
  const shared = new Map<string, number>()
  for (const { phones } of found.values()) {
    for (const phone of phones) shared.set(phone, (shared.get(phone) ?? 0) + 1)
  }
  return [...found.values()].filter(({ phones }) => phones[0] !== undefined && shared.get(phones[0]) === 1)
}

async function popOnce(
  centre: TrainingCentre,
  page: Page,
  number: PhoneNumber,
  name: string,
): Promise<number> {
  await page.evaluate((expected) => {
    const painted = new Promise<number>((resolve) => {
      const look = () => {
        if (!document.querySelector('main h1')?.textContent?.includes(expected)) return
        observer.disconnect()
        // A frame is on the screen once the task after its animation callbacks runs.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.addEventListener('message', () => resolve(performance.timeOrigin + performance.now()))
          port1.start()
          port2.postMessage(undefined)
        })
      }
      const observer = new MutationObserver(look)
      observer.observe(document.body, { subtree: true, childList: true, characterData: true })
    })
    Object.assign(window, { painted })
  }, name)
  const call = centre.line.call({ clinic: alpha, did, number })
  const shown = await page.evaluate(() => (window as unknown as { painted: Promise<number> }).painted)
  const entered = centre.entered.received.findLast(({ bytes }) => bytes.includes(ownEvents.entered))
  if (!entered) throw new Error('the event with which the call entered was not heard')
  call.giveUp()
  await call.over
  await page.getByRole('navigation', { name: 'Открытые карточки' }).getByRole('button').first().click()
  await page.waitForFunction(() => location.pathname === '/')
  return shown - entered.at
}
