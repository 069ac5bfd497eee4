import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { ask } from './ask.ts'
import { accessibilityProblems } from './axe.ts'
import { expect, record, share, stop, test } from './fixtures.ts'
import { playerIn } from './player.ts'
import { openPanel, putSessions, sessionRow } from './seed.ts'
import { onlySession, sessionRows } from './store.ts'

const rows = (page: Page) => page.getByRole('row')
const count = (page: Page) => page.getByRole('status', { name: /^\d+ sessions?$/ })
const byName = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test.describe('of many sessions', () => {
  test.beforeEach(async ({ inside, context, extensionId }) => {
    // The panel makes the store.
    const page = await context.newPage()
    await openPanel(page, extensionId)
    await expect(page.getByText('No sessions yet')).toBeVisible()
    expect(await accessibilityProblems(page)).toEqual([])
    await putSessions(
      inside,
      Array.from({ length: 3000 }, (_, i) => sessionRow(i + 1)),
    )
    await page.close()
  })

  test('filters and sorts, keeps that over a reload, and scrolls with few rows in the page', async ({
    context,
    extensionId,
  }) => {
    const page = await context.newPage()
    await openPanel(page, extensionId)
    await expect(count(page)).toHaveText('3000')
    expect(await rows(page).count()).toBeLessThan(80)
    await page.getByRole('grid', { name: 'Sessions' }).press('End')
    await expect(page.locator('[aria-rowindex="3000"]')).toBeVisible()
    expect(await rows(page).count()).toBeLessThan(80)

    await byName(page, 'Filters').click()
    await page.getByRole('combobox', { name: 'Site' }).selectOption('docs.example')
    await page.getByRole('combobox', { name: 'Browser' }).selectOption('Firefox')
    await page.getByRole('checkbox', { name: 'Has frustration' }).check()
    // Of numbers from 1 to 3000: 4n + 1, 3n + 1 and 6n do not go together.
    await expect(count(page)).toHaveText('0')
    await byName(page, 'Clear the filter: Firefox').click()
    await expect(count(page)).toHaveText('0')
    await page.getByRole('checkbox', { name: 'Has frustration' }).uncheck()
    await expect(count(page)).toHaveText('750')
    await page.getByRole('searchbox').fill('checkout FAILS')
    await expect(count(page)).toHaveText('150')
    await page.getByRole('combobox', { name: 'Sort' }).selectOption('Longest')
    const lengths = await page.locator('.session-row .duration').allTextContents()
    const seconds = lengths.map((text) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0))
    expect(seconds).toEqual([...seconds].sort((a, b) => b - a))

    await byName(page, 'Columns').click()
    await page.getByRole('checkbox', { name: 'Size' }).check()
    await page.keyboard.press('Escape')
    await page.reload()
    await expect(count(page)).toHaveText('150')
    await expect(page.getByRole('combobox', { name: 'Sort' })).toHaveValue('longest')
    await expect(page.locator('.session-row .size').first()).toBeVisible()
    await page.getByRole('searchbox').fill('nowhere')
    await expect(page.getByText('No session matches.')).toBeVisible()
    await byName(page, 'Clear the filters').last().click()
    await expect(count(page)).toHaveText('3000')
  })

  test('several are selected, tagged, pinned, deleted and brought back by keyboard; accessible in both themes', async ({
    context,
    extensionId,
    inside,
  }) => {
    const page = await context.newPage()
    await page.setViewportSize({ width: 1280, height: 720 })
    await openPanel(page, extensionId)
    const grid = page.getByRole('grid', { name: 'Sessions' })
    await grid.press('ArrowDown')
    await grid.press('Space')
    await grid.press('ArrowDown')
    await grid.press('ArrowDown')
    await grid.press('Shift+Space')
    await expect(page.getByText('3 selected')).toBeVisible()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 720 })
        expect(await accessibilityProblems(page)).toEqual([])
      }
    }
    await byName(page, 'Add a tag').click()
    await page.getByRole('textbox', { name: 'Add a tag' }).fill('for Monday')
    await page.keyboard.press('Enter')
    const tagged = async () =>
      (await sessionRows(inside)).filter(({ tags = [] }) => tags.includes('for Monday')).length
    await expect.poll(tagged).toBe(3)
    await grid.press('Delete')
    await expect(page.getByText(/^3 sessions were deleted/)).toBeVisible()
    await expect(count(page)).toHaveText('2997')
    await byName(page, 'Undo').click()
    await expect(count(page)).toHaveText('3000')
    await grid.press('Control+a')
    await expect(page.getByText('3000 selected')).toBeVisible()
    await grid.press('Escape')
    await expect(count(page)).toHaveText('3000')
  })
})

test('a session goes into a file and comes back: once, whole, and playing; other files are refused', async ({
  context,
  extensionId,
  inside,
  site,
}) => {
  const recorded = await context.newPage()
  await recorded.goto(site.page('/file', `<title>Basket</title><h1>Basket of today</h1>`))
  const popup = await record(recorded)
  await popup.bringToFront()
  await stop(popup)
  const before = await onlySession(inside)

  const page = await context.newPage()
  await openPanel(page, extensionId, `?session=${before.sessionId}`)
  await expect(playerIn(page).replay.locator('h1')).toBeVisible()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    byName(page, 'Save as a file').click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^Basket-\d{4}-\d\d-\d\d\.qa-replay\.zip$/)
  const file = {
    name: 'basket.zip',
    mimeType: 'application/zip',
    buffer: readFileSync(await download.path()),
  }

  await ask(inside, 'site.erase', { origin: new URL(recorded.url()).origin, onServer: false })
  await page.close()
  const fresh = await context.newPage()
  await openPanel(fresh, extensionId)
  await expect(fresh.getByText('No sessions yet')).toBeVisible()
  const choose = fresh.locator('input[type=file]')
  await choose.setInputFiles(file)
  await expect(playerIn(fresh).replay.locator('h1')).toHaveText('Basket of today')
  const after = await onlySession(inside)
  expect(after.metadata).toEqual(before.metadata)

  await byName(fresh, 'Back to the sessions').click()
  await choose.setInputFiles(file)
  await byName(fresh, 'Back to the sessions').click()
  await expect(fresh.getByText('This session was here already.')).toBeVisible()
  await expect(rows(fresh)).toHaveCount(1)
  await choose.setInputFiles([
    { ...file, name: 'short.zip', buffer: file.buffer.subarray(0, file.buffer.length / 2) },
    { ...file, name: 'picture.zip', buffer: Buffer.from('no zip') },
  ])
  await expect(fresh.getByRole('alert')).toContainText('short.zip This is not a QA Replay session file.')
  await expect(fresh.getByRole('alert')).toContainText('picture.zip This is not')

  const dropped = await fresh.evaluateHandle((text) => {
    const transfer = new DataTransfer()
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
    transfer.items.add(new File([bytes], 'dropped.zip'))
    return transfer
  }, file.buffer.toString('base64'))
  await fresh.dispatchEvent('body', 'dragover', { dataTransfer: dropped })
  await expect(fresh.getByText('Drop session files to open them')).toBeVisible()
  await fresh.dispatchEvent('body', 'drop', { dataTransfer: dropped })
  await expect(playerIn(fresh).replay.locator('h1')).toHaveText('Basket of today')
})

test('what is on the server is in the same list, and plays when it is no longer here', async ({
  context,
  extensionId,
  site,
  inside,
  connectUrl,
}) => {
  const { origin, hash } = new URL(connectUrl)
  await ask(inside, 'server.connect', { url: origin, code: hash.slice(1) })
  const recorded = await context.newPage()
  await recorded.goto(site.page('/remote', `<title>Remote</title><h1>Kept by the server</h1>`))
  const popup = await record(recorded)
  await popup.bringToFront()
  await stop(popup)
  await share(popup)

  const page = await context.newPage()
  await page.setViewportSize({ width: 1280, height: 720 })
  await openPanel(page, extensionId)
  const row = page.getByRole('row', { name: /Remote/ })
  await expect(row).toHaveCount(1)
  await expect(row).toContainText('Shared')
  await row.getByRole('checkbox').click()
  await byName(page, 'Delete').click()
  await expect(row).toContainText('On the server')
  await row.click()
  await expect(playerIn(page).replay.locator('h1')).toHaveText('Kept by the server')
})
