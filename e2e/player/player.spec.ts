import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { accessibilityProblems } from '../chromium/axe.ts'
import { expect, test } from './browser.ts'
import type { PlayerPage } from './serve-player.ts'

const FIXTURE = new URL('../../shared/player/fixtures/shop/', import.meta.url)
const metadata = JSON.parse(readFileSync(new URL('metadata.json', FIXTURE), 'utf8')) as {
  startedAt: string
  duration: number
  segments: { tab: number; index: number; start: number; end: number }[]
}
const segmentFile = (index: number) => readFileSync(new URL(`0-${index}.ndjson.gz`, FIXTURE))

const replayed = (page: Page) => page.locator('.frames iframe').first().contentFrame()
const timeline = (page: Page) => page.getByRole('slider', { name: 'Timeline' })
const seconds = async (page: Page) => Number(await timeline(page).getAttribute('aria-valuenow'))

/** Opens a session, and waits until its first page is shown. */
async function open(page: Page, player: PlayerPage, query = 'session=shop'): Promise<void> {
  await page.goto(`${player.url}/?${query}`)
  await expect(replayed(page).locator('h1')).toBeVisible()
}

test('opens at a moment, and shows the page, its address and what is in its fields', async ({
  page,
  player,
}) => {
  await open(page, player, `session=shop&t=${metadata.duration - 400}`)
  await expect(replayed(page).locator('h1')).toHaveText('Checkout')
  await expect(replayed(page).locator('input[name=street]')).toHaveValue('St James Sq 12')
  await expect(page.getByText('https://kettle.example/checkout', { exact: true })).toBeVisible()
})

test('plays to the end, skips what is idle, and again from the beginning', async ({ page, player }) => {
  await open(page, player)
  await expect(replayed(page).locator('h1')).toHaveText('Slow mornings')
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('8')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect(page.getByText(/^Skipped/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Play again' })).toBeVisible()
  await expect(replayed(page).locator('h1')).toHaveText('Checkout')
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('0.5')
  await page.getByRole('button', { name: 'Play again' }).click()
  await expect(replayed(page).locator('h1')).toHaveText('Slow mornings')
})

test('every moment looks as rrweb’s own player shows it, from whichever side it is reached', async ({
  page,
  player,
}) => {
  await open(page, player)
  const slider = timeline(page)
  const box = (await slider.boundingBox())!
  // Forwards, backwards, far and near: each jump begins from what the one before left.
  const shares = [0.1, 0.12, 0.3, 0.95, 0.2, 0.85, 0.86, 0.99, 0.05, 0.5]
  for (const share of shares) {
    await slider.click({ position: { x: box.width * share, y: 20 } })
    const timeMs = await page.evaluate(() =>
      Number(document.querySelector('[role=slider]')!.getAttribute('data-time')),
    )
    const startMs = Date.parse(metadata.startedAt)
    const first = Math.min(...metadata.segments.map(({ start }) => start))
    const plain = await page.evaluate((time) => tools.plain(time), timeMs - (first - startMs))
    await expect.poll(() => page.evaluate(() => tools.shown()), `at ${timeMs} ms`).toBe(plain)
  }
})

test('a click on a marker goes to just before it, and the console is where the playhead is', async ({
  page,
  player,
}) => {
  await open(page, player)
  const box = (await timeline(page).boundingBox())!
  await page.mouse.move(box.x + box.width - 8, box.y + box.height - 8)
  await expect(page.getByText(/Cannot read properties of undefined/).last()).toBeVisible()
  await page.mouse.click(box.x + box.width - 8, box.y + box.height - 8)
  expect(await seconds(page)).toBeGreaterThan(24)
  await expect(replayed(page).locator('h1')).toHaveText('Checkout')
  await expect(page.locator('.line.current')).toBeInViewport()
})

test('console lines go to their moment, open their values, and are filtered', async ({ page, player }) => {
  await open(page, player)
  await page.getByText('Stripe.js was loaded over HTTP').click()
  expect(await seconds(page)).toBe(21)
  await page
    .getByRole('row', { name: /Stripe\.js/ })
    .getByRole('button', { name: /mode/ })
    .click()
  await expect(page.getByRole('row', { name: /Stripe\.js/ })).toContainText("mode: 'test'")
  await page.getByRole('searchbox', { name: 'Filter' }).fill('order FAILED')
  await expect(page.getByRole('row')).toHaveCount(4)
  await page.getByTitle('error: 8').click()
  await expect(page.getByText('No line matches the filter.')).toBeVisible()
})

test('everything by keyboard, and no key while somebody types', async ({ page, player }) => {
  await open(page, player)
  await page.keyboard.press('ArrowRight')
  expect(await seconds(page)).toBe(5)
  await page.keyboard.press('ArrowLeft')
  expect(await seconds(page)).toBe(0)
  await page.keyboard.press('.')
  await expect(page.getByRole('status').filter({ hasText: 'Add to cart' })).toBeAttached()
  await page.keyboard.press('4')
  await expect(page.getByRole('combobox', { name: 'Speed' })).toHaveValue('4')
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  await page.getByRole('searchbox', { name: 'Filter' }).focus()
  const before = await seconds(page)
  await page.keyboard.type('4 . ?')
  await page.keyboard.press('ArrowRight')
  expect(await seconds(page)).toBe(before)
  await expect(page.getByRole('searchbox', { name: 'Filter' })).toHaveValue('4 . ?')
  await page.getByRole('searchbox', { name: 'Filter' }).fill('')

  await page.getByRole('treegrid', { name: 'Console' }).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  expect(await seconds(page)).toBeGreaterThan(24)
  await page.getByRole('tab', { name: /Console/ }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: /Network/ })).toBeFocused()
  await expect(page.getByRole('grid', { name: 'Network' })).toBeVisible()
})

test('the keyboard stays with the player, whatever opens in the page', async ({ page, player }) => {
  await open(page, player)
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.localName)).not.toBe('iframe')
  }
})

test.describe('damaged sessions', () => {
  const files = (player: PlayerPage, name: string, first: Uint8Array | null, second: Uint8Array | null) => {
    player.files.set(`/fixtures/${name}/metadata.json`, JSON.stringify(metadata))
    if (first) player.files.set(`/fixtures/${name}/0-0.ndjson.gz`, first)
    if (second) player.files.set(`/fixtures/${name}/0-1.ndjson.gz`, second)
  }

  test('a missing piece is a gap with its reason, and the rest plays', async ({ page, player }) => {
    files(player, 'missing', null, segmentFile(1))
    await page.goto(`${player.url}/?session=missing&t=0`)
    await page.getByRole('tab', { name: /Details/ }).click()
    await expect(
      page.getByText('Not all of this part could be read: the segment is missing.').first(),
    ).toBeVisible()
    await page.getByRole('tab', { name: /Console/ }).click()
    await expect(page.getByRole('row', { name: /order failed/ }).first()).toBeVisible()
  })

  test('a piece that is cut short plays up to there', async ({ page, player }) => {
    files(player, 'short', segmentFile(0).subarray(0, 4200), segmentFile(1))
    await open(page, player, 'session=short')
    await expect(replayed(page).locator('h1')).toHaveText('Slow mornings')
    await expect(page.getByRole('tab', { name: /Details 1/ })).toBeVisible()
  })

  test('a session of nothing says so', async ({ page, player }) => {
    files(player, 'nothing', null, null)
    await page.goto(`${player.url}/?session=nothing`)
    await expect(page.getByText('Nothing of the page was recorded in this session')).toBeVisible()
  })
})

test.describe('accessibility', () => {
  for (const theme of ['light', 'dark']) {
    for (const [name, width, height] of [
      ['wide', 1400, 900],
      ['docked below', 1200, 320],
      ['a phone', 360, 740],
    ] as const) {
      test(`no violations, ${theme}, ${name}`, async ({ browser, player }) => {
        const context = await browser.newContext({ viewport: { width, height }, bypassCSP: true })
        const page = await context.newPage()
        await open(page, player, `session=shop&t=22000&theme=${theme}`)
        for (const tab of ['Console', 'Network', 'Errors', 'Details']) {
          await page.getByRole('tab', { name: tab }).click()
          expect(await accessibilityProblems(page), tab).toEqual([])
        }
        await context.close()
      })
    }
  }
})
