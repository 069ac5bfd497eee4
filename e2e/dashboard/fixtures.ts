import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, test as base, type Page } from '@playwright/test'
import { findChromium } from '../support/find-program.mjs'
import { startServerProcess } from '../support/server-process.mjs'
import { seed, SHOP, type Seeded } from './seed.ts'

export { expect }

export const ADMIN_KEY = 'an-admin-key-for-the-tests-of-the-dashboard'

export interface DashboardServer extends Seeded {
  url: string
  /** Signs in once, as the server printed it. */
  dashboardUrl: string
}

export const SESSIONS = 80

/** Tests of the dashboard: one server with sessions for all of them, and a browser without the extension. */
export const test = base.extend<
  { open: (path?: string, options?: { key?: string; on?: Page }) => Promise<Page> },
  { server: DashboardServer }
>({
  browser: [
    async ({}, use) => {
      const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] })
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  server: [
    async ({}, use) => {
      const dataDir = await mkdtemp(join(tmpdir(), 'qa-replay-dashboard-'))
      const process = await startServerProcess({ dataDir, adminKey: ADMIN_KEY })
      const seeded = await seed(process.url, ADMIN_KEY, SESSIONS - 1)
      const dashboardUrl = /^Open the dashboard: (\S+)$/m.exec(process.output())?.[1] ?? ''
      await use({ ...seeded, url: process.url, dashboardUrl })
      await process.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  /** Opens a screen, signed in. @param path below the website */
  open: async ({ page, server }, use) => {
    await use(async (path = 'sessions', { key = ADMIN_KEY, on = page } = {}) => {
      await on.goto(
        `${server.url}/dashboard/${path.startsWith('/') ? path.slice(1) : `websites/${SHOP}/${path}`}`,
      )
      await on.getByLabel('API key', { exact: true }).fill(key)
      await on.getByRole('button', { name: 'Sign in' }).click()
      await expect(on.getByRole('heading', { name: 'Sign in' })).toBeHidden()
      return on
    })
  },
})
