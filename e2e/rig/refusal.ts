/** A change that its author's screen held for allowed and that the server refuses: a colleague was first meanwhile. */
import { expect, type Page } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { field, saving } from './screen.ts'

/** Both have a card of Alpha before them that nobody has given a priority; the late one hears of the first too late. */
export async function bothSetPriority(first: Page, late: Page): Promise<void> {
  await late.context().setOffline(true)
  await expect(saving(late)).toContainText(/Нет связи с/)
  await field(first, ru.fields.priority).selectOption(ru.priorities.high)
  await expect(saving(first)).toHaveText(ru.status.saved)
  await field(late, ru.fields.priority).selectOption(ru.priorities.low)
  await expect(saving(late)).toContainText(ru.status.pending(1))
  await late.context().setOffline(false)
  await expect(refusedCount(late)).toHaveText(ru.status.refused(1))
}

/** In the bottom line; opens the list of what was refused. */
export const refusedCount = (page: Page) =>
  page.getByRole('contentinfo').getByRole('button', { name: /не принят/ })
export const refusedList = (page: Page) => page.getByRole('dialog', { name: ru.refused.title })
