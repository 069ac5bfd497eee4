import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { startServerProcess } from '../support/server-process.mjs'
import { ask, connectServer } from './ask.ts'
import { expect, record, shareLink, stop, test } from './fixtures.ts'
import { onlySession, storedEvents } from './store.ts'
import type { Site } from '../support/site.ts'

// A server that is away, broken, or does not know us: a sentence says so, the session stays, and goes up when it can.

/** A session that was recorded and stopped; gives the popup that shows it. */
async function recorded(context: BrowserContext, site: Site): Promise<Page> {
  const page = await context.newPage()
  await page.goto(site.page('/orders', '<title>Orders</title><h1>Orders</h1>'))
  const popup = await record(page)
  await popup.bringToFront()
  await stop(popup)
  return popup
}

test('a server that is away: the session waits, and goes up when it is back', async ({
  context,
  inside,
  site,
}) => {
  test.slow() // the server's first start, twice
  const dataDir = mkdtempSync(join(tmpdir(), 'qa-replay-away-'))
  const server = await startServerProcess({ dataDir })
  try {
    await connectServer(inside, server)
    await server.stop()
    const popup = await recorded(context, site)
    await popup.getByRole('button', { name: 'Share', exact: true }).click()
    await expect(popup.getByText(/does not answer.*is safe on this computer/)).toBeVisible()
    const port = Number(new URL(server.url).port)
    const back = await startServerProcess({ dataDir, port, adminKey: server.adminKey })
    try {
      await popup.getByRole('button', { name: 'Try again now' }).click()
      expect(await shareLink(popup)).toContain(`${server.url}/s/`)
    } finally {
      await back.stop()
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
})

for (const { name, status, sentence } of [
  { name: 'answers 500', status: 500, sentence: /answered with an error \(500\).*is safe on this computer/ },
  { name: 'no longer knows the key', status: 401, sentence: /does not know this key. Connect again/ },
]) {
  test(`a server that ${name}: says so, and keeps the session`, async ({ context, inside, site }) => {
    const server = await startBrokenServer(status)
    try {
      const reply = await ask(inside, 'server.connect', { url: server.url, key: 'a-key-of-some-length' })
      expect(reply.ok).toBe(true)
      const popup = await recorded(context, site)
      await popup.getByRole('button', { name: 'Share', exact: true }).click()
      await expect(popup.getByText(sentence)).toBeVisible()
      const { sessionId, state } = await onlySession(inside)
      expect(state).toBe('stopped')
      expect(await storedEvents(inside, sessionId)).not.toEqual([])
    } finally {
      await server.close()
    }
  })
}

test('a wrong key is refused when it is pasted', async ({ context, server, site }) => {
  const popup = await recorded(context, site)
  await popup.getByRole('button', { name: 'Share', exact: true }).click()
  await popup.getByRole('textbox', { name: 'Address or connect link' }).fill(server.url)
  await popup.getByLabel('Key').fill('qar_not-a-key-of-this-server')
  await popup.getByRole('button', { name: 'Connect and share' }).click()
  await expect(popup.getByText(/does not know this key/)).toBeVisible()
})

/** A server that knows every key, and answers everything else with `status`. */
async function startBrokenServer(status: number): Promise<{ url: string; close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const knows = request.url === '/api/me'
    response.writeHead(request.method === 'OPTIONS' ? 204 : knows ? 200 : status, {
      'content-type': knows ? 'application/json' : 'application/problem+json',
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization, content-type',
      'access-control-allow-methods': 'GET, POST, PUT',
    })
    const me = { keyName: 'Test', scopes: ['ingest'], websites: [{ websiteId: 'site', name: 'Site' }] }
    const problem = { type: 'about:blank', title: 'Broken', status, code: 'broken', detail: 'It is broken.' }
    response.end(JSON.stringify(knows ? me : problem))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
}
