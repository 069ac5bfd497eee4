import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type BrowserContext, type Page } from '@playwright/test'
import { startShop } from '../shop/server.mjs'
import { extensionIdOf, extensionWorker, launchChromium } from '../support/launch-chromium.mjs'
import { openPopup, tabIdOf } from '../support/extension-pages.mjs'
import { startServerProcess, type ServerProcess } from '../support/server-process.mjs'
import { startSite, type Site } from '../support/site.ts'

export { expect } from '@playwright/test'

interface Fixtures {
  /** Switches for this test's Chromium. */
  chromiumArgs: string[]
  /** Folder of the browser's profile. */
  profile: string
  /** Chromium with the built extension. */
  context: BrowserContext
  extensionId: string
  /** A page of the extension's origin that runs nothing: from here tests look into the store and ask the background. */
  inside: Page
  /** A link to the server's connect page that nobody has used. */
  connectUrl: string
}

interface WorkerFixtures {
  /** A server process. Its first start takes seconds, so the tests of a worker share one. */
  server: ServerProcess
  /** Address of the demo shop. */
  shopUrl: string
  site: Site
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  chromiumArgs: [[], { option: true }],
  profile: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'qa-replay-chromium-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  context: async ({ profile, chromiumArgs }, use) => {
    const context = await launchChromium({ profile, args: chromiumArgs })
    await use(context)
    await context.close()
  },
  extensionId: async ({ context }, use) => use(await extensionIdOf(context)),
  inside: async ({ context, extensionId }, use) => use(await openInside(context, extensionId)),
  connectUrl: async ({ server }, use) => {
    const response = await fetch(`${server.url}/api/connect/codes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ websiteId: 'default' }),
    })
    const { url } = (await response.json()) as { url: string }
    await use(url)
  },
  server: [
    async ({}, use) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'qa-replay-server-'))
      const server = await startServerProcess({ dataDir })
      await use(server)
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  shopUrl: [
    async ({}, use) => {
      const shop = await startShop()
      await use(shop.url)
      await shop.close()
    },
    { scope: 'worker' },
  ],
  site: [
    async ({}, use) => {
      const site = await startSite()
      await use(site)
      await site.close()
    },
    { scope: 'worker' },
  ],
})

/** See {@link Fixtures.inside}. */
export async function openInside(context: BrowserContext, extensionId: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`chrome-extension://${extensionId}/manifest.json`)
  return page
}

/** The popup, opened as a page in front, acting on the tab of `page`. */
export async function popupFor(page: Page): Promise<Page> {
  const context = page.context()
  const worker = await extensionWorker(context)
  return openPopup(context, await extensionIdOf(context), await tabIdOf(worker, page))
}

/** Starts to record the tab of `page` by the popup, which it gives. */
export async function record(page: Page): Promise<Page> {
  const popup = await popupFor(page)
  await popup.getByRole('button', { name: 'Record', exact: true }).click()
  await popup.getByRole('timer').waitFor()
  await page.bringToFront()
  return popup
}

/** Stops the recording, and waits until the popup shows what was recorded. */
export async function stop(popup: Page): Promise<void> {
  await popup.getByRole('button', { name: 'Stop' }).click()
  await popup.getByRole('textbox', { name: 'Title' }).waitFor()
}

/** Shares what was recorded, and gives the link. */
export async function share(popup: Page): Promise<string> {
  await popup.getByRole('button', { name: 'Share', exact: true }).click()
  return shareLink(popup)
}

/** The link of a session that is being shared, once it is there. */
export async function shareLink(popup: Page): Promise<string> {
  const link = popup.getByRole('link', { name: /\/s\// })
  await link.waitFor({ timeout: 30_000 })
  return (await link.getAttribute('href'))!
}
