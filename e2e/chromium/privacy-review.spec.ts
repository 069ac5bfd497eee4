import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { createApiClient } from '../../shared/api/client.ts'
import { decodeSegment } from '../../shared/session/segment-codec.ts'
import type { ServerProcess } from '../support/server-process.mjs'
import type { Site } from '../support/site.ts'
import { ask, connectServer } from './ask.ts'
import { accessibilityProblems } from './axe.ts'
import { expect, record, shareLink, stop, test } from './fixtures.ts'
import { playerIn } from './player.ts'
import { killWorker } from './kill.ts'
import { onlySession, segmentDigests, storeText } from './store.ts'

// Before anything is shared the tester sees what looks private, takes it out or says that it is fine; what was taken out
// is nowhere any more.

const KEY = 'k7QmX2vB9nR4tW8zL1pYc3Hd'
const PHONE = '+49 30 5558 2764'
const NAME = 'Wilhelmina Sturdivant'

const PAGE = `<title>Customer of the day</title><body style="font: 16px sans-serif; margin: 2rem">
  <h1>Customer</h1>
  <section id="customer"><p class="name">${NAME}</p><p>Phone: <b id="phone">${PHONE}</b></p></section>
  <p>Password <input type="password" id="password"></p>
  <p data-private id="notes">Likes long walks</p>
  <button id="more">Show the key</button> <output></output>
  <script>
    document.querySelector('#more').onclick = () => {
      document.querySelector('output').textContent = 'Your key: ${KEY}'
      console.log('signed in with ${KEY}', { customer: '${NAME}' })
    }
  </script></body>`

/** A recorded session of the page; gives the popup that shows it. */
async function recorded(context: BrowserContext, site: Site): Promise<Page> {
  const page = await context.newPage()
  await page.goto(site.page('/customer', PAGE))
  const popup = await record(page)
  // So that what comes now has a moment of its own on the timeline.
  await expect(popup.getByRole('timer')).not.toHaveText(/^0?0:00/)
  await page.getByRole('button', { name: 'Show the key' }).click()
  await page.locator('#password').fill('a-quiet-harbour-9')
  await expect(page.locator('output')).toHaveText(/Your key/)
  await popup.bringToFront()
  await stop(popup)
  return popup
}

/** Clicks Share, sees that it is refused, and opens the review. */
async function refusedToReview(popup: Page, sentence: string): Promise<Page> {
  await popup.getByRole('button', { name: 'Share', exact: true }).click()
  await expect(popup.getByText(sentence)).toBeVisible()
  const opened = popup.context().waitForEvent('page')
  await popup.getByRole('button', { name: 'Review' }).click()
  return opened
}

/** Everything that the server keeps: its files as they are, and what it answers about the session. */
async function serverText(server: ServerProcess, sessionId: string): Promise<string> {
  const client = createApiClient({ baseUrl: server.url, key: server.adminKey! })
  const { metadata, segments } = await client.manifest(sessionId)
  const events = await Promise.all(
    segments.map(async ({ tab, index }) => decodeSegment(await client.segment(sessionId, tab, index)).events),
  )
  return (
    JSON.stringify([metadata, events]) +
    filesIn(server.dataDir)
      .map((file) => readFileSync(file, 'latin1'))
      .join('\n')
  )
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  })
}

test('a session with private data is not shared before all of it was decided; what is redacted is gone', async ({
  context,
  inside,
  server,
  site,
}) => {
  test.slow()
  await connectServer(inside, server)
  const popup = await recorded(context, site)
  const panel = await refusedToReview(popup, '2 things in this session look private.')
  const { sessionId } = await onlySession(inside)
  expect((await onlySession(inside)).upload.phase).toBe('local')

  const review = panel.getByRole('region', { name: 'Privacy review' })
  await expect(review.getByText('2 things look private')).toBeVisible()
  const { replay } = playerIn(panel)
  await expect(replay.getByText(NAME)).toBeVisible()
  const key = review.getByRole('article', { name: 'Random text' })
  const phone = review.getByRole('article', { name: 'Phone number' })

  await test.step('values are hidden until they are asked for', async () => {
    await expect(key.getByText('a0aaa0aa0aa0aa0aa0aaa0aa')).toBeVisible()
    await expect(review.getByText(KEY)).toHaveCount(0)
    await key.getByRole('button', { name: 'Show value' }).click()
    await expect(review.getByText(KEY)).toBeVisible()
  })

  await test.step('a place is gone to by click and by Enter', async () => {
    await expect(replay.locator('output')).not.toContainText(KEY)
    await key
      .getByRole('button', { name: / text: go to/ })
      .first()
      .press('Enter')
    await expect(replay.locator('output')).toContainText(KEY)
    await phone
      .getByRole('button', { name: / text: go to/ })
      .first()
      .click()
    await expect(replay.locator('output')).not.toContainText(KEY)
    await key
      .getByRole('button', { name: / text: go to/ })
      .first()
      .click()
    await expect(replay.locator('output')).toContainText(KEY)
  })

  await test.step('redacting previews, and can be undone', async () => {
    await key.getByRole('button', { name: 'Redact' }).click()
    await expect(replay.locator('output')).toHaveText(/Your key: \*+$/)
    await key.getByRole('button', { name: 'Undo' }).click()
    await expect(replay.locator('output')).toContainText(KEY)
    await key.getByRole('button', { name: 'Redact' }).click()
  })

  await test.step('what is fine is said to be, and that can be undone', async () => {
    await phone.getByRole('button', { name: 'This is fine' }).click()
    await phone.getByRole('button', { name: 'Undo' }).click()
    await phone.getByRole('button', { name: 'This is fine' }).click()
    await expect(phone.getByText('Fine', { exact: true })).toBeVisible()
  })

  await test.step('the name is picked in the replay', async () => {
    await review.getByRole('button', { name: 'Pick element' }).click()
    await panel.keyboard.press('Escape')
    await expect(review.getByRole('button', { name: 'Pick element' })).toBeFocused()
    await review.getByRole('button', { name: 'Pick element' }).click()
    const layer = panel.getByRole('application')
    const box = (await replay.getByText(NAME).boundingBox())!
    await panel.mouse.move(box.x + 20, box.y + box.height / 2)
    await expect(layer.getByText('p.name').first()).toBeVisible()
    await panel.screenshot({ path: test.info().outputPath('picking.png') })
    await panel.mouse.click(box.x + 20, box.y + box.height / 2)
    await expect(review.getByRole('list', { name: 'To be redacted' }).getByText('p.name')).toBeVisible()
    await expect(replay.locator('.name')).toHaveText(/^\*+ \*+$/)
  })

  expect(await accessibilityProblems(panel)).toEqual([])
  await review.getByRole('button', { name: 'Redact 2 for good' }).click()
  const dialog = panel.getByRole('dialog', { name: 'Redact for good?' })
  await expect(dialog.getByText(/cannot be undone/)).toBeVisible()
  await panel.screenshot({ path: test.info().outputPath('confirm.png') })
  await dialog.getByRole('button', { name: 'Redact for good' }).click()
  await expect(review.getByText('All is decided')).toBeVisible()
  await expect(panel.getByText('redacted', { exact: true })).toBeVisible()

  const stored = await storeText(inside)
  expect(stored).not.toContain(KEY)
  expect(stored).not.toContain(NAME)
  expect(stored).toContain(PHONE)

  await review.getByRole('button', { name: 'Share', exact: true }).click()
  await expect(panel.getByRole('link', { name: 'Open the link' })).toBeVisible({ timeout: 30_000 })
  await popup.bringToFront()
  const link = await shareLink(popup)
  expect(link).toContain(`${server.url}/s/`)
  for (const text of [await storeText(inside), await serverText(server, sessionId)]) {
    expect(text).not.toContain(KEY)
    expect(text).not.toContain(NAME)
  }

  await test.step('what is redacted after sharing is shared anew, in the place of the old copy', async () => {
    await panel.bringToFront()
    await review.getByRole('textbox', { name: 'Text to redact everywhere' }).fill(PHONE)
    await review.getByRole('textbox').press('Enter')
    await review.getByRole('button', { name: 'Redact 1 for good' }).click()
    await expect(dialog.getByText(/was shared already/)).toBeVisible()
    await dialog.getByRole('button', { name: 'Redact for good' }).click()
    await expect(review.getByText(/stays as it was/)).toBeVisible()
    expect(await serverText(server, sessionId)).toContain(PHONE)
    await review.getByRole('button', { name: 'Share', exact: true }).click()
    await expect(panel.getByRole('link', { name: 'Open the link' })).toBeVisible({ timeout: 30_000 })
    const client = createApiClient({ baseUrl: server.url, key: server.adminKey! })
    const { segments } = await client.manifest(sessionId)
    const { tab, index } = segments[0]!
    const { events } = decodeSegment(await client.segment(sessionId, tab, index))
    expect(JSON.stringify(events)).not.toContain(PHONE)
    await expect(review.getByText(/stays as it was/)).toHaveCount(0)
  })
})

test('the review by keyboard alone, in both themes, wide and narrow', async ({
  context,
  inside,
  server,
  site,
}) => {
  await connectServer(inside, server)
  const popup = await recorded(context, site)
  const shot = (page: Page, name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`) })
  await popup.setViewportSize({ width: 340, height: 420 })
  const panel = await refusedToReview(popup, '2 things in this session look private.')
  const review = panel.getByRole('region', { name: 'Privacy review' })
  await expect(review.getByText('2 things look private')).toBeVisible()
  const { replay } = playerIn(panel)
  await expect(replay.getByText(NAME)).toBeVisible()

  for (const colorScheme of ['light', 'dark'] as const) {
    await popup.emulateMedia({ colorScheme })
    await shot(popup, `popup-${colorScheme}`)
    expect(await accessibilityProblems(popup)).toEqual([])
    await panel.emulateMedia({ colorScheme })
    for (const width of [1400, 900, 320]) {
      await panel.setViewportSize({ width, height: 720 })
      await expect(review.getByText('2 things look private')).toBeInViewport()
      await shot(panel, `review-${colorScheme}-${width}`)
      expect(await accessibilityProblems(panel)).toEqual([])
      expect(await panel.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
  }

  await test.step('what was masked is counted', async () => {
    const masked = review.getByRole('list', { name: 'Masked while recording' })
    await expect(masked.getByRole('listitem').filter({ hasText: 'Password fields' })).toContainText('1')
    await expect(masked.getByRole('listitem').filter({ hasText: 'data-private' })).toContainText('1')
    await expect(masked.getByText('a-quiet-harbour-9')).toHaveCount(0)
  })

  await panel.setViewportSize({ width: 900, height: 720 })
  await test.step('an element is picked with the arrow keys', async () => {
    await review.getByRole('button', { name: 'Pick element' }).press('Enter')
    const layer = panel.getByRole('application')
    await expect(layer).toBeFocused()
    const name = () => layer.getByRole('status').textContent()
    // Up to what holds everything and no further, then down and across to the name.
    for (let i = 0; i < 5; i++) await layer.press('ArrowUp')
    expect(await name()).toMatch(/^html/)
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown']) await layer.press(key)
    await shot(panel, 'picking-keys')
    expect(await name()).toContain('p.name')
    await layer.press('Enter')
    await expect(replay.locator('.name')).toHaveText(/^\*+ \*+$/)
    await expect(review.getByRole('button', { name: 'Pick element' })).toBeFocused()
  })

  await review
    .getByRole('button', { name: 'All are fine' })
    .or(review.getByRole('button', { name: 'This is fine' }))
    .first()
    .press('Enter')
  await review.getByRole('button', { name: 'Redact 1 for good' }).press('Enter')
  const dialog = panel.getByRole('dialog', { name: 'Redact for good?' })
  await panel.emulateMedia({ colorScheme: 'dark' })
  await shot(panel, 'confirm-dark')
  await panel.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await review.getByRole('button', { name: 'Redact 1 for good' }).press('Enter')
  await dialog.getByRole('button', { name: 'Redact for good' }).press('Enter')
  await expect(panel.getByText('redacted', { exact: true })).toBeVisible()
  await review.getByRole('button', { name: 'Redact', exact: true }).first().press('Enter')
  await review.getByRole('button', { name: /^Redact 1 for good/ }).press('Enter')
  await dialog.getByRole('button', { name: 'Redact for good' }).press('Enter')
  await expect(review.getByText('All is decided')).toBeVisible()
  await shot(panel, 'decided-dark')
  await panel.setViewportSize({ width: 320, height: 720 })
  await shot(panel, 'decided-dark-320')
  expect(await accessibilityProblems(panel)).toEqual([])
})

test('a worker that dies while it redacts leaves the old session or the new one, never a mix', async ({
  context,
  extensionId,
  inside,
  site,
}) => {
  await recorded(context, site)
  const { sessionId } = await onlySession(inside)
  const redactions = { strings: [NAME], nodes: [] }
  for (const delayMs of [0, 5, 15, 30, 60]) {
    const asked = ask(inside, 'review.redact', { sessionId, redactions }).catch(() => null)
    await inside.waitForTimeout(delayMs)
    await killWorker(context, extensionId)
    await asked
    const { review, metadata, sizeBytes } = await onlySession(inside)
    const isNew = (review?.redactedAt ?? null) !== null
    expect((await storeText(inside)).includes(NAME)).toBe(!isNew)
    // The row tells of the segments that are there, and of no others.
    expect(await segmentDigests(inside)).toEqual(metadata.segments.map(({ sha256 }) => sha256))
    expect(sizeBytes).toBe(metadata.segments.reduce((sum, { bytes }) => sum + bytes, 0))
    if (isNew) break
  }
  expect(await ask(inside, 'review.redact', { sessionId, redactions })).toMatchObject({ ok: true })
  expect(await storeText(inside)).not.toContain(NAME)
})

test('what is being recorded is not redacted; what is fine is shared with one click', async ({
  context,
  inside,
  server,
  site,
}) => {
  await connectServer(inside, server)
  const page = await context.newPage()
  await page.goto(site.page('/nothing', '<title>Nothing</title><h1>Nothing private</h1>'))
  const popup = await record(page)
  const { sessionId } = await onlySession(inside)
  const redactions = { strings: ['Nothing'], nodes: [] }
  expect(await ask(inside, 'review.redact', { sessionId, redactions })).toMatchObject({
    ok: false,
    problem: { code: 'bad-request', sentence: 'Stop the recording before you redact it.' },
  })
  await popup.bringToFront()
  await stop(popup)
  await popup.getByRole('button', { name: 'Share', exact: true }).click()
  await shareLink(popup)
  expect((await onlySession(inside)).review?.scan?.findings).toEqual([])
})

test('a share that goes around the popup is refused as well', async ({ context, inside, server, site }) => {
  await connectServer(inside, server)
  await recorded(context, site)
  const { sessionId } = await onlySession(inside)
  expect(await ask(inside, 'session.share', { sessionId })).toMatchObject({
    ok: false,
    problem: { code: 'review-needed' },
  })
  const review = await ask(inside, 'review.open', { sessionId })
  const ids = review.ok ? review.value.findings.map(({ id }) => id) : []
  await ask(inside, 'review.acknowledge', { sessionId, ids, fine: true })
  // Renamed to something private, it is another session.
  await ask(inside, 'session.rename', { sessionId, title: 'Call +49 30 901820 11' })
  expect(await ask(inside, 'session.share', { sessionId })).toMatchObject({
    ok: false,
    problem: {
      code: 'review-needed',
      sentence: 'One thing in this session looks private. Review it before you share.',
    },
  })
  await ask(inside, 'session.rename', { sessionId, title: 'Call them' })
  expect(await ask(inside, 'session.share', { sessionId })).toMatchObject({ ok: true })
})

test('the shared copy of a redacted session is deleted by its button, with its link', async ({
  context,
  inside,
  server,
  site,
}) => {
  await connectServer(inside, server)
  await recorded(context, site)
  const { sessionId } = await onlySession(inside)
  const review = await ask(inside, 'review.open', { sessionId })
  const ids = review.ok ? review.value.findings.map(({ id }) => id) : []
  await ask(inside, 'review.acknowledge', { sessionId, ids, fine: true })
  await ask(inside, 'session.share', { sessionId })
  const upload = async () => (await onlySession(inside)).upload
  await expect.poll(async () => (await upload()).phase, { timeout: 30_000 }).toBe('uploaded')
  const shared = await upload()
  const link = shared.phase === 'uploaded' ? shared.shareUrl! : ''
  expect(await serverText(server, sessionId)).toContain(PHONE)
  const sharePage = async () => (await fetch(`${link.split('?')[0]}/manifest`)).status
  expect(await sharePage()).toBe(200)
  await ask(inside, 'review.redact', { sessionId, redactions: { strings: [PHONE], nodes: [] } })

  const panel = await context.newPage()
  await panel.goto(new URL(`/devtools-panel/panel.html?session=${sessionId}&review=1`, inside.url()).href)
  const region = panel.getByRole('region', { name: 'Privacy review' })
  await expect(region.getByText(/stays as it was/)).toBeVisible()
  const button = region.getByRole('button', { name: 'Delete the shared copy' })

  await button.click()
  await expect(region.getByText(/stays as it was/)).toHaveCount(0)
  await expect(button).toHaveCount(0)
  const client = createApiClient({ baseUrl: server.url, key: server.adminKey! })
  await expect(client.manifest(sessionId)).rejects.toMatchObject({ status: 404 })
  expect(await sharePage()).toBe(404)
  expect((await onlySession(inside)).review?.staleCopy).toBeNull()
  // What is here stays, and can be shared again.
  await expect(region.getByRole('button', { name: 'Share', exact: true })).toBeVisible()
})
