import { grantAccess } from './access.ts'
import { ask } from './ask.ts'
import { expect, popupFor, test } from './fixtures.ts'

test('one click on the connect page connects, once', async ({ connectUrl, context, inside, server }) => {
  // The click on the toolbar button shows the page's address to the popup; opened as a page, it needs access for that.
  await grantAccess(inside, 'http://127.0.0.1/*')
  const page = await context.newPage()
  await page.goto(connectUrl)
  await expect(page.getByRole('heading', { name: /toolbar button/ })).toBeVisible()

  const popup = await popupFor(page)
  await expect(popup.getByText(server.url)).toBeVisible()
  await popup.getByRole('button', { name: 'Connect' }).click()
  await expect(popup.getByRole('button', { name: 'Record', exact: true })).toBeVisible()
  const status = await ask(inside, 'server.status', {})
  expect(status.ok && status.value).toMatchObject({ connected: true, url: server.url, websiteId: 'default' })

  const code = new URL(connectUrl).hash.slice(1)
  const again = await ask(inside, 'server.connect', { url: server.url, code })
  expect(again.ok).toBe(false)
})
