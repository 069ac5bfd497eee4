import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServerProcess } from '../support/server-process.mjs'
import { ask, connectServer } from './ask.ts'
import { accessibilityProblems } from './axe.ts'
import { expect, record, share, stop, test } from './fixtures.ts'
import { sessionRows, storeText } from './store.ts'

test('everything of a site is deleted, here and on the server; other sites stay', async ({
  context,
  extensionId,
  inside,
  server,
  site,
}) => {
  await connectServer(inside, server)
  const page = await context.newPage()
  await page.goto(site.page('/orders', '<title>Orders</title><h1>A word of this site</h1>'))
  const popup = await record(page)
  await popup.bringToFront()
  await stop(popup)
  const link = await share(popup)
  const otherPage = await context.newPage()
  await otherPage.goto(`${site.otherUrl}/orders`)
  const other = await record(otherPage)
  await other.bringToFront()
  await stop(other)
  const [first] = (await sessionRows(inside)).map(({ sessionId }) => sessionId)

  const options = await context.newPage()
  await options.goto(`chrome-extension://${extensionId}/extension/options/options.html`)
  const host = site.url
  await options.getByRole('button', { name: `Delete everything… of ${host}` }).click()
  const question = options.getByRole('group', { name: `Delete everything of ${host}` })
  await expect(question.getByRole('checkbox')).toBeChecked()
  expect(await accessibilityProblems(options)).toEqual([])
  await options.screenshot({ path: test.info().outputPath('erase.png'), fullPage: true })
  await question.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(options.getByText(/Deleted 1 session of .*, 1 of them on the server/)).toBeVisible()

  expect((await sessionRows(inside)).map((row) => row.origin)).toEqual([site.otherUrl])
  expect(await storeText(inside)).not.toContain(site.url)
  const token = new URL(link).pathname.split('/').pop()!
  expect((await fetch(`${server.url}/api/s/${token}`)).status).not.toBe(200)
  const replay = await fetch(`${server.url}/api/replay/${first}`, {
    headers: { authorization: `Bearer ${server.adminKey}` },
  })
  expect(replay.status).toBe(404)
})

test('a server that does not answer: nothing is deleted, and a sentence says so', async ({
  context,
  inside,
  site,
}) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'qa-replay-server-'))
  const server = await startServerProcess({ dataDir })
  await connectServer(inside, server)
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
  const page = await context.newPage()
  await page.goto(site.page('/orders', '<title>Orders</title>'))
  const popup = await record(page)
  await popup.bringToFront()
  await stop(popup)
  const reply = await ask(inside, 'site.erase', { origin: site.url, onServer: true })
  expect(reply).toMatchObject({ ok: false, problem: { code: 'server-unreachable' } })
  expect(await sessionRows(inside)).toHaveLength(1)
})
