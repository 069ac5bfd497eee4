import type { BrowserContext, Page } from '@playwright/test'
import type { SegmentRow, SessionRow } from '../../shared/store/schema.ts'
import { expect, record, stop, test } from './fixtures.ts'
import { playerIn } from './player.ts'
import { onlySession } from './store.ts'
import type { Site } from '../support/site.ts'

// What the panel does with a store that is not as it was written.

async function recordOrders(context: BrowserContext, site: Site): Promise<void> {
  const page = await context.newPage()
  await page.goto(
    site.page(
      '/orders',
      '<title>Orders</title><h1>Orders</h1><script>setInterval(() => console.log(Math.random()), 10)</script>',
    ),
  )
  const popup = await record(page)
  await expect(popup.getByRole('timer')).not.toHaveText('0:00')
  await popup.bringToFront()
  await stop(popup)
}

async function openPanel(context: BrowserContext, extensionId: string, sessionId: string): Promise<Page> {
  const panel = await context.newPage()
  await panel.goto(`chrome-extension://${extensionId}/devtools-panel/panel.html?session=${sessionId}`)
  return panel
}

test('a damaged segment: plays what can be read, and says that something is missing', async ({
  context,
  extensionId,
  inside,
  site,
}) => {
  await recordOrders(context, site)
  await spoil(inside, 'segments')
  const { sessionId } = await onlySession(inside)
  const panel = await openPanel(context, extensionId, sessionId)
  const player = playerIn(panel)
  await expect(player.replay.getByRole('heading', { name: 'Orders' })).toBeVisible()
  await player.pane('Details').click()
  await expect(panel.getByText(/Not all of this part could be read/).first()).toBeVisible()
})

test('a session of a newer build is refused by name, and stays', async ({
  context,
  extensionId,
  inside,
  site,
}) => {
  await recordOrders(context, site)
  await spoil(inside, 'sessions')
  const { sessionId } = await onlySession(inside)
  const panel = await openPanel(context, extensionId, sessionId)
  await expect(panel.getByText(/recorded by a newer QA Replay \(format 99/)).toBeVisible()
  expect((await onlySession(inside)).sessionId).toBe(sessionId)
})

/** Rewrites the first segment, the second half of its bytes gone; or the first session, of a format to come. */
async function spoil(inside: Page, store: 'segments' | 'sessions'): Promise<void> {
  await inside.evaluate(async (name) => {
    const promised = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('failed'))
      })
    const database = await promised(indexedDB.open('qa-replay'))
    const rows = database.transaction(name, 'readwrite').objectStore(name)
    const [row] = (await promised(rows.getAll())) as (SegmentRow | SessionRow)[]
    if ('blob' in row!) row.blob.fill(0, Math.floor(row.blob.length / 2))
    else row!.metadata.formatVersion = 99
    await promised(rows.put(row))
    database.close()
  }, store)
}
