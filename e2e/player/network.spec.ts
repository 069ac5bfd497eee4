import type { Page } from '@playwright/test'
import { accessibilityProblems } from '../chromium/axe.ts'
import { expect, test } from './browser.ts'
import { serveNetworkSession } from './network-session.ts'
import type { PlayerPage } from './serve-player.ts'

/** Opens the network pane of the session. */
async function open(page: Page, player: PlayerPage, query = ''): Promise<void> {
  serveNetworkSession(player)
  await page.goto(`${player.url}/?session=network${query}`)
  await page.getByRole('tab', { name: /Network/ }).click()
}
const details = (page: Page) => page.getByRole('region', { name: /^Request / })

test('a request shows its headers, what was sent, what came back and where its time went', async ({
  page,
  player,
}) => {
  await open(page, player)
  await page.getByRole('row', { name: /orders\?draft/ }).click()
  const shown = details(page)
  await expect(shown.getByText('409 Conflict')).toBeVisible()
  await expect(shown.getByText('x-request-id')).toBeVisible()
  await expect(shown.getByText('placeOrder')).toBeVisible()
  await shown.getByRole('tab', { name: 'Payload' }).click()
  await expect(shown.getByRole('region', { name: 'Body of the request' })).toContainText('"total": 129')
  await shown.getByRole('tab', { name: 'Response' }).click()
  const body = shown.getByRole('region', { name: 'Body of the answer' })
  await expect(body).toContainText('"code": "OUT_OF_STOCK"')
  await shown.getByRole('button', { name: 'Formatted' }).click()
  await expect(body).toContainText('{"error":{"code":"OUT_OF_STOCK"')
  await shown.getByRole('tab', { name: 'Timing' }).click()
  await expect(shown.getByRole('row', { name: /Waiting for the answer/ })).toContainText('168 ms')
  await expect(shown.getByText(/420 B, \d+ B uncompressed/)).toBeVisible()
})

test('a socket lists its messages, and a message goes to its moment', async ({ page, player }) => {
  await open(page, player)
  await page.getByRole('row', { name: /live/ }).click()
  const shown = details(page)
  await expect(shown.getByText('1001 going away')).toBeVisible()
  await shown.getByRole('tab', { name: /Messages 30/ }).click()
  const messages = shown.getByRole('treegrid', { name: 'Messages' })
  await expect(messages.getByRole('row').first()).toContainText('"left":30')
  await expect(messages.getByText('Binary message')).toBeVisible()
  await messages.getByRole('row').nth(1).click()
  await expect(messages.getByRole('row').nth(1)).toContainText('"product": "grinder"')
  await messages.press('End')
  await expect(messages.getByText('120 left out here')).toBeAttached()
})

test('a request is copied as a command, as code and as an entry of a HAR file', async ({
  page,
  player,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page, player)
  await page.getByRole('row', { name: /orders\?draft/ }).click()
  const copied = async (format: string) => {
    await page.getByRole('button', { name: `Copy as ${format}` }).click()
    return page.evaluate(() => navigator.clipboard.readText())
  }
  const command = await copied('cURL')
  expect(command).toContain("curl 'https://kettle.example/api/orders?draft=1'")
  expect(command).toContain('--data-raw \'{"items"')
  expect(await copied('fetch')).toContain('await fetch("https://kettle.example/api/orders?draft=1", {')
  const entry = JSON.parse(await copied('HAR')) as {
    request: { postData: { text: string } }
    timings: { wait: number }
  }
  expect(entry.timings.wait).toBe(168)
  expect(entry.request.postData.text).toContain('grinder')
})

test('by keys alone: to a request, through its tabs, and back to the list', async ({ page, player }) => {
  await open(page, player)
  const list = page.getByRole('grid', { name: 'Network' })
  await list.focus()
  await list.press('Home')
  await list.press('Enter')
  await expect(details(page)).toBeVisible()
  await details(page).getByRole('tab', { name: 'Headers' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(details(page).getByRole('tab', { selected: true })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(details(page)).toBeHidden()
  await expect(list).toBeFocused()
})

test('the console shows tables and what the browser refused; the details show how fast the page was', async ({
  page,
  player,
}) => {
  await open(page, player)
  await page.getByRole('tab', { name: /Console/ }).click()
  await expect(page.getByRole('table').filter({ hasText: 'grinder' }).getByRole('row')).toHaveCount(3)
  await expect(page.getByText(/Refused by the content security policy, img-src/)).toBeVisible()
  await page.getByRole('tab', { name: /Details/ }).click()
  await expect(page.getByText('2.7 s, needs improvement (img#hero)')).toBeVisible()
  await expect(page.getByText('1, of 132 ms')).toBeVisible()
})

for (const theme of ['light', 'dark']) {
  for (const [size, width] of [
    ['wide', 1280],
    ['narrow', 390],
  ] as const) {
    test(`can be used with a screen reader, ${theme}, ${size}`, async ({ page, player }) => {
      await page.setViewportSize({ width, height: 844 })
      await open(page, player, `&theme=${theme}`)
      await page.getByRole('row', { name: /orders\?draft/ }).click()
      for (const tab of ['Headers', 'Payload', 'Response', 'Timing']) {
        await details(page).getByRole('tab', { name: tab }).click()
        expect(await accessibilityProblems(page), tab).toEqual([])
        await page.screenshot({ path: test.info().outputPath(`${tab}.png`) })
      }
      await page.getByRole('row', { name: /live/ }).click()
      await details(page)
        .getByRole('tab', { name: /Messages/ })
        .click()
      expect(await accessibilityProblems(page), 'Messages').toEqual([])
      await page.screenshot({ path: test.info().outputPath('Messages.png') })
    })
  }
}
