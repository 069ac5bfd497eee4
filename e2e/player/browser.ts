import { chromium, test as base } from '@playwright/test'
import { findChromium } from '../support/find-program.mjs'
import { servePlayer, type PlayerPage } from './serve-player.ts'

export { expect } from '@playwright/test'

/** Tests of the page with nothing but a player. */
export const test = base.extend<object, { player: PlayerPage }>({
  browser: [
    async ({}, use) => {
      const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] })
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  player: [
    async ({}, use) => {
      const player = await servePlayer()
      await use(player)
      await player.close()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})
