import type { Page, Worker } from '@playwright/test'
import type { IncompleteReason } from '../../shared/session/metadata.ts'
import { extensionWorker } from '../support/launch-chromium.mjs'
import { grantAccess } from './access.ts'
import { ask } from './ask.ts'
import { expect, popupFor, record, stop, test } from './fixtures.ts'
import { onlySession, payloadsOf, storedEvents } from './store.ts'

// Whatever happens to a page while it is recorded: a sentence says what happened, and nothing that was recorded is lost.

const PAGE = '<title>Orders</title><h1>Orders</h1><script>console.log("before")</script>'

/** Waits until the page's console has come into the store. */
async function stored(inside: Page, word: string): Promise<void> {
  await expect.poll(() => words(inside)).toContain(word)
}

/** The first argument of every console call in the store. */
async function words(inside: Page): Promise<unknown[]> {
  const { sessionId } = await onlySession(inside)
  return payloadsOf(await storedEvents(inside, sessionId), 'qa.console').map(({ args }) => args[0])
}

async function reasons(inside: Page): Promise<IncompleteReason[]> {
  return ((await onlySession(inside)).metadata.incomplete ?? []).map(({ reason }) => reason)
}

test('a tab that is closed ends its recording, and keeps it', async ({ context, inside, site }) => {
  const page = await context.newPage()
  await page.goto(site.page('/orders', PAGE))
  await record(page)
  await page.evaluate(() => console.log('last words'))
  await page.close()
  await expect.poll(async () => (await onlySession(inside)).state).toBe('stopped')
  expect(await reasons(inside)).toEqual(['tab-closed'])
  expect(await words(inside)).toContain('last words')
})

test('a tab that crashes is noted, and what was recorded is kept', async ({ context, inside, site }) => {
  const page = await context.newPage()
  await page.goto(site.page('/orders', PAGE))
  const popup = await record(page)
  await page.evaluate(() => console.log('last words'))
  await stored(inside, 'last words')
  const crashed = page.waitForEvent('crash')
  await page.goto('chrome://crash').catch(() => undefined)
  await crashed
  await expect.poll(() => reasons(inside)).toEqual(['tab-crashed'])
  await popup.bringToFront()
  await stop(popup)
  await expect(popup.getByText('The page crashed while it was being recorded.')).toBeVisible()
  expect(await words(inside)).toContain('last words')
})

test('a page without access pauses the recording; it goes on when the tab comes back', async ({
  context,
  inside,
  site,
}) => {
  await grantAccess(inside, 'http://localhost/*')
  const page = await context.newPage()
  await page.goto(site.page('/orders', PAGE))
  const popup = await record(page)
  await page.goto(`${site.otherUrl}/orders`)
  await expect(popup.getByText(/no access to it. Recording goes on when you are back/)).toBeVisible()
  await page.evaluate(() => console.log('not to be recorded'))
  await page.goto(`${site.url}/orders`)
  await page.evaluate(() => console.log('back again'))
  await stored(inside, 'back again')
  await expect(popup.getByText(/no access to it/)).toBeHidden()
  await popup.bringToFront()
  await stop(popup)
  expect(await reasons(inside)).toEqual(['access-ended'])
  expect(await words(inside)).not.toContain('not to be recorded')
})

test('access to the open page alone ends with the page', async ({ context, inside, site }) => {
  await grantAccess(inside, 'http://localhost/*')
  const page = await context.newPage()
  await page.goto(site.page('/orders', PAGE))
  const popup = await popupFor(page)
  const tabId = Number(new URL(popup.url()).searchParams.get('tabId'))
  expect((await ask(inside, 'recording.start', { tabId, level: 'standard', access: 'page' })).ok).toBe(true)
  await expect(popup.getByText(/it ends when you leave the page/)).toBeVisible()
  await page.evaluate(() => console.log('on the page'))
  await page.goto(site.page('/next', '<h1>Next</h1>'))
  await expect(popup.getByText(/allowed to record that page only/)).toBeVisible()
  expect(await reasons(inside)).toEqual(['access-ended'])
  expect(await words(inside)).toContain('on the page')
})

/**
 * Makes the store fail as it does on a full disk: the transaction is aborted, with this error. It cannot be filled for
 * real here: the extension's storage is unlimited, so the quota that DevTools can set does not count for it.
 */
async function fillDisk(worker: Worker): Promise<void> {
  await worker.evaluate(() => {
    const add = Reflect.get(IDBObjectStore.prototype, 'add')
    IDBObjectStore.prototype.add = function (value: unknown) {
      const request = add.call(this, value)
      if (this.name === 'chunks') {
        const error = new DOMException('The disk is full', 'QuotaExceededError')
        Object.defineProperty(this.transaction, 'error', { value: error })
        queueMicrotask(() => this.transaction.abort())
      }
      return request
    }
  })
}

test('a full disk ends the recording with a sentence, and keeps what is there', async ({
  context,
  inside,
  site,
}) => {
  const page = await context.newPage()
  await page.goto(site.page('/orders', PAGE))
  const popup = await record(page)
  await page.evaluate(() => console.log('there was room'))
  await stored(inside, 'there was room')
  await fillDisk(await extensionWorker(context))
  await page.evaluate(() => console.log('no more room'))
  await expect(popup.getByText(/no room left to record/)).toBeVisible()
  expect(await reasons(inside)).toEqual(['storage-full'])
  expect(await words(inside)).toContain('there was room')
})
