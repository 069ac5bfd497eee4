import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { launchChromium } from '../support/launch-chromium.mjs'
import { shopToTheError } from '../support/shopping.mjs'
import { expect, record, shareLink, stop, test } from './fixtures.ts'
import { playerIn } from './player.ts'
import { onlySession, payloadsOf, storedEvents } from './store.ts'

// The main job, end to end: a tester records a bug over several pages and shares it; a developer opens the link in a
// browser without the extension, and sees the moment of the error.

test('record over navigations, share, watch without the extension', async ({
  connectUrl,
  context,
  inside,
  server,
  shopUrl,
}) => {
  const page = await context.newPage()
  await page.goto(shopUrl)
  const popup = await record(page)
  await shopToTheError(page, shopUrl)
  await popup.bringToFront()
  await expect(popup.getByText(/[1-9] error/)).toBeVisible()
  await stop(popup)
  await popup.getByRole('textbox', { name: 'Title' }).fill('The checkout never ends')
  await popup.getByRole('textbox', { name: 'Title' }).press('Enter')
  const link = await connectAndShare(popup, connectUrl)
  expect(link.startsWith(`${server.url}/s/`)).toBe(true)
  await expect(popup.getByText('The link is in the clipboard.')).toBeVisible()

  const { metadata, sessionId } = await onlySession(inside)
  expect(metadata).toMatchObject({
    hasErrors: true,
    title: 'The checkout never ends',
    initialUrl: `${shopUrl}/`,
  })
  expect(metadata.pageViews).toBeGreaterThanOrEqual(4)
  expect(metadata.incomplete).toBeUndefined()
  const events = await storedEvents(inside, sessionId)
  expect(payloadsOf(events, 'qa.error').map(({ name }) => name)).toEqual(['TypeError'])
  expect(payloadsOf(events, 'qa.network')).toContainEqual(
    expect.objectContaining({ method: 'POST', url: `${shopUrl}/api/orders`, status: 500 }),
  )
  await watch(link, shopUrl)
})

/** Shares for the first time: connects with a link of the server's, and goes on by itself. */
async function connectAndShare(popup: Page, connectUrl: string): Promise<string> {
  await popup.getByRole('button', { name: 'Share', exact: true }).click()
  await popup.getByRole('textbox', { name: 'Address or connect link' }).fill(connectUrl)
  await popup.getByRole('button', { name: 'Connect and share' }).click()
  return shareLink(popup)
}

/** Opens the link as somebody else does: another profile, no extension, and no request to the recorded site. */
async function watch(link: string, shopUrl: string): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'qa-replay-viewer-'))
  const viewer = await launchChromium({ profile, withExtension: false })
  try {
    const page = await viewer.newPage()
    const toTheShop: string[] = []
    page.on('request', (request) => {
      if (request.url().startsWith(shopUrl)) toTheShop.push(request.url())
    })
    await page.goto(link)
    await expect(page).toHaveTitle(/The checkout never ends/)
    const player = playerIn(page)
    await expect(
      player.replay.getByRole('heading', { name: 'Coffee things for slow mornings' }),
    ).toBeVisible()
    await player.pane('Console').click()
    const failure = page.getByText(/TypeError: Cannot read properties of undefined/).first()
    await failure.click()
    await expect(player.replay.getByText('Placing your order…')).toBeVisible()
    await page.screenshot({ path: test.info().outputPath('replay.png') })
    expect(toTheShop).toEqual([])
  } finally {
    await viewer.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}
