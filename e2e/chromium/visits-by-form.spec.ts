import type { Page } from '@playwright/test'
import { declineAccess, grantAccess } from './access.ts'
import { accessibilityProblems } from './axe.ts'
import { expect, popupFor, test } from './fixtures.ts'
import { onlySession, sessionRows, storeText } from './store.ts'

// That every visit of a site is recorded, and what gives consent, as a person sets it.

const PAGE = `<!doctype html><title>Shop</title><h1>Welcome</h1>`

const states = async (inside: Page) => (await sessionRows(inside)).map(({ state }) => state)
const radio = (page: Page, name: string) => page.getByRole('radio', { name, exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function openOptions(inside: Page): Promise<Page> {
  const options = await inside.context().newPage()
  await options.goto(new URL('/extension/options/options.html', inside.url()).href)
  return options
}

test('set by the keyboard on the settings page, with a cookie for consent', async ({
  context,
  inside,
  site,
}, testInfo) => {
  const url = site.page('/by-form', PAGE)
  const options = await openOptions(inside)
  await options.getByLabel('Address of a site').fill(site.url)
  await options.keyboard.press('Enter')
  await radio(options, 'When I click').focus()
  await options.keyboard.press('ArrowDown')
  await expect(radio(options, 'Every visit')).toBeChecked()
  await expect(options.getByText('QA Replay has no access to localhost')).toBeVisible()
  await options.keyboard.press('Tab')
  const cookie = options.getByRole('textbox', { name: 'Cookie' })
  await expect(cookie).toBeFocused()
  await options.keyboard.type('my consent=yes')
  await expect(options.getByText('“my consent” cannot be the name of a cookie')).toBeVisible()
  await expect(button(options, 'Save')).toBeDisabled()
  await cookie.fill('consent=replay')
  await expect(options.getByText('cannot be the name of a cookie')).toBeHidden()

  for (const colorScheme of ['light', 'dark'] as const) {
    await options.emulateMedia({ colorScheme })
    expect(await accessibilityProblems(options)).toEqual([])
    await options.screenshot({ path: testInfo.outputPath(`options-${colorScheme}.png`), fullPage: true })
  }
  await options.setViewportSize({ width: 320, height: 700 })
  expect(await options.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  await options.screenshot({ path: testInfo.outputPath('options-320.png'), fullPage: true })
  await options.setViewportSize({ width: 1280, height: 800 })

  await cookie.press('Enter')
  await expect(options.getByText('Standard, 0 rules, every visit is recorded')).toBeVisible()
  const page = await context.newPage()
  await page.goto(url)
  await page.evaluate(() => {
    document.cookie = 'consent=statistics,replay'
  })
  await expect.poll(() => states(inside)).toEqual(['recording'])
  await page.evaluate(() => console.log('seen by itself'))
  await expect.poll(() => storeText(inside)).toContain('seen by itself')
  await page.close()
  await expect.poll(() => states(inside)).toEqual(['stopped'])
  expect((await onlySession(inside)).metadata.trigger.mode).toBe('all')

  // Reset, and back again: with what was written.
  await options.bringToFront()
  await options.getByRole('button', { name: `Edit the rules of ${site.url}` }).click()
  await expect(cookie).toHaveValue('consent=replay')
  await button(options, 'Reset').click()
  await expect(radio(options, 'When I click')).toBeChecked()
  await button(options, 'Undo').click()
  await expect(radio(options, 'Every visit')).toBeChecked()
  await expect(cookie).toHaveValue('consent=replay')
})

test('set in the popup, it records the page that is open', async ({ context, inside, site }, testInfo) => {
  const url = site.page('/by-popup', PAGE)
  const page = await context.newPage()
  await page.goto(url)
  // The popup sees the address of a tab that it was opened on; a page in its place needs access for that.
  await grantAccess(inside, 'http://localhost/*')
  const popup = await popupFor(page)
  await popup.setViewportSize({ width: 360, height: 600 })
  await popup.getByRole('button', { name: 'Edit the rules of this site' }).click()
  await radio(popup, 'Every visit').check()
  expect(await accessibilityProblems(popup)).toEqual([])
  await popup.screenshot({ path: testInfo.outputPath('popup.png'), fullPage: true })
  await button(popup, 'Save').click()
  await expect.poll(() => states(inside)).toEqual(['recording'])
  await expect(popup.getByText('Every visit of this site is recorded')).toBeVisible()
  await expect.poll(() => storeText(inside)).toContain('Welcome')
})

test('access that is not given is told, and can be asked for again', async ({ inside, site }) => {
  const options = await openOptions(inside)
  await declineAccess(options)
  await options.getByLabel('Address of a site').fill(site.url)
  await options.keyboard.press('Enter')
  await radio(options, 'Every visit').check()
  await button(options, 'Save').click()
  await expect(button(options, 'Close')).toBeVisible()
  await expect(options.getByText('QA Replay has no access to localhost')).toBeVisible()
  await options.reload()
  await options.getByRole('button', { name: `Edit the rules of ${site.url}` }).click()
  await button(options, 'Save').click()
  await expect(options.getByText('every visit is recorded')).toBeVisible()
})
