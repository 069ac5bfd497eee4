import type { Page } from '@playwright/test'
import { grantAccess, declineAccess } from './access.ts'
import { accessibilityProblems } from './axe.ts'
import { expect, popupFor, record, stop, test } from './fixtures.ts'

const PAGE = '<title>Orders</title><h1>Orders</h1><button onclick="console.error(1)">Go</button>'

const button = (popup: Page, name: string) => popup.getByRole('button', { name, exact: true })

test('idle: says what will be recorded and what is masked, before anything is', async ({ context, site }) => {
  const page = await context.newPage()
  await page.goto(site.page('/orders', PAGE))
  const popup = await popupFor(page)
  await expect(button(popup, 'Record')).toBeEnabled()
  await expect(popup.getByText(/console, errors/)).toBeVisible()
  await expect(popup.getByText(/passwords, cards/)).toBeVisible()
  expect(await accessibilityProblems(popup)).toEqual([])
})

test('idle on a site with access: names the site, and asks no more', async ({ context, inside, site }) => {
  await grantAccess(inside, 'http://localhost/*')
  const page = await context.newPage()
  await page.goto(site.page('/orders', PAGE))
  const popup = await popupFor(page)
  await expect(popup.getByRole('heading', { name: `Record ${new URL(site.url).host}` })).toBeVisible()
  await expect(popup.getByText('Everything stays on this computer until you share it.')).toBeVisible()
})

test('recording: the time runs, the badge shows it, the errors are counted', async ({
  context,
  inside,
  site,
}) => {
  const page = await context.newPage()
  await page.goto(
    site.page('/throws', '<h1>x</h1><script>setInterval(() => { throw new Error("late") }, 500)</script>'),
  )
  const popup = await record(page)
  await expect(popup.getByRole('timer')).not.toHaveText('0:00')
  await expect(popup.getByText(/[1-9]\d* errors?/)).toBeVisible()
  expect(await badges(inside)).toContain('REC')
  expect(await accessibilityProblems(popup)).toEqual([])
  await stop(popup)
  expect(await badges(inside)).not.toContain('REC')
})

test('stopped: the title can be changed, and is kept', async ({ context, site }) => {
  const page = await context.newPage()
  await page.goto(site.page('/orders', PAGE))
  const popup = await record(page)
  await stop(popup)
  const title = popup.getByRole('textbox', { name: 'Title' })
  await expect(title).toHaveValue('Orders')
  await title.fill('The order page does nothing')
  await title.press('Enter')
  expect(await accessibilityProblems(popup)).toEqual([])
  const reopened = await popupFor(page)
  await expect(reopened.getByRole('textbox', { name: 'Title' })).toHaveValue('The order page does nothing')
})

test('not recordable: says why', async ({ context }) => {
  const page = await context.newPage()
  await page.goto('chrome://version')
  const popup = await popupFor(page)
  // Without access the browser hides the address: it is only seen when the recording begins.
  await button(popup, 'Record').click()
  await expect(popup.getByText(/browser's own|does not let extensions record/)).toBeVisible()
  expect(await accessibilityProblems(popup)).toEqual([])
})

test('access declined: says what that means, and offers both ways on', async ({ context, site }) => {
  const page = await context.newPage()
  await page.goto(site.page('/orders', PAGE))
  const popup = await popupFor(page)
  await declineAccess(popup)
  await button(popup, 'Record').click()
  await expect(popup.getByText(/stops when you leave or reload it/)).toBeVisible()
  await expect(button(popup, 'Record this page only')).toBeEnabled()
  await expect(button(popup, 'Ask for access again')).toBeEnabled()
  expect(await accessibilityProblems(popup)).toEqual([])
})

test('the whole way by keyboard alone', async ({ context, inside, site }) => {
  await grantAccess(inside, 'http://localhost/*')
  const page = await context.newPage()
  await page.goto(site.page('/orders', PAGE))
  const popup = await popupFor(page)
  await tabTo(popup, 'Record')
  await popup.keyboard.press('Enter')
  await popup.getByRole('timer').waitFor()
  await tabTo(popup, 'Stop')
  await popup.keyboard.press('Space')
  await popup.getByRole('textbox', { name: 'Title' }).waitFor()
  await tabTo(popup, 'Share')
  await popup.keyboard.press('Enter')
  await expect(popup.getByRole('heading', { name: 'Connect to a server' })).toBeVisible()
})

/** Presses Tab until the button of this name has the focus, as a person who sees where the focus is. */
async function tabTo(popup: Page, name: string): Promise<void> {
  await expect(async () => {
    await popup.keyboard.press('Tab')
    await expect(button(popup, name)).toBeFocused({ timeout: 100 })
  }).toPass()
}

/** The texts of all tabs' badges. */
function badges(inside: Page): Promise<string[]> {
  return inside.evaluate(async () => {
    const tabs = await chrome.tabs.query({})
    return Promise.all(tabs.map(({ id }) => chrome.action.getBadgeText({ tabId: id! })))
  })
}
