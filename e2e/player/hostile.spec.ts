import type { Page } from '@playwright/test'
import { expect, test } from './browser.ts'
import { hostileSession } from './hostile-session.ts'
import { startRequestLog, type RequestLog } from './request-log.ts'

let log: RequestLog
test.beforeEach(async () => {
  log = await startRequestLog()
})
test.afterEach(() => log.close())

/** Plays the hostile session from its beginning to its end, and goes back and forth in it. */
async function watch(page: Page, url: string): Promise<void> {
  await page.addInitScript(() => {
    const seen = ((globalThis as { scripts?: unknown[] }).scripts = [] as unknown[])
    addEventListener('message', (event) => seen.push(event.data))
  })
  await page.goto(url)
  const replayed = page.locator('.frames iframe').first().contentFrame()
  await expect(replayed.locator('p')).toHaveText('hostile page')
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('8')
  for (let round = 0; round < 2; round++) {
    await page.getByRole('button', { name: /^Play/ }).click()
    await expect(page.getByRole('button', { name: 'Play again' })).toBeVisible()
    await page.getByRole('slider', { name: 'Timeline' }).press('Home')
  }
  await page.getByRole('slider', { name: 'Timeline' }).press('End')
  // A real click on the replayed link, and the keyboard through the whole page.
  await page.locator('.stage').last().click()
  for (let i = 0; i < 60; i++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  // What was blocked was blocked before its time to be asked for: after two rounds of the browser's own idle time.
  for (let i = 0; i < 2; i++) {
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2000 })))
  }
}

async function scriptsThatRan(page: Page): Promise<unknown[]> {
  return page.evaluate(() => (globalThis as { scripts?: unknown[] }).scripts ?? [])
}

for (const served of ['with the policy of the share page', 'without any policy of the page around it']) {
  test(`nothing of a hostile session runs or leaves, ${served}`, async ({ page, player }) => {
    for (const [path, body] of hostileSession('hostile', log.host)) player.files.set(path, body)
    const { policy } = player
    if (served.startsWith('without')) player.policy = null
    try {
      await watch(page, `${player.url}/?session=hostile`)
    } finally {
      player.policy = policy
    }
    expect(log.requests).toEqual([])
    expect(log.connections).toBe(0)
    expect(await scriptsThatRan(page)).toEqual([])
    expect(await page.title()).toBe('Player')
    expect(new URL(page.url()).host).toBe(new URL(player.url).host)
  })
}

test('what gets out is seen by these tests', async ({ page, player }) => {
  const { policy } = player
  player.policy = null
  await page.goto(player.url)
  player.policy = policy
  await page.evaluate((host) => {
    document.body.append(Object.assign(new Image(), { src: `http://${host}/seen.png` }))
  }, log.host)
  await expect.poll(() => log.requests).toContain('/seen.png')
  expect(log.connections).toBeGreaterThan(0)
})

test('the frame of a replay may not run scripts, and its document has a policy of its own', async ({
  page,
  player,
}) => {
  await page.goto(`${player.url}/?session=shop`)
  const frame = page.locator('.frames iframe').first()
  await expect(frame).toHaveAttribute('sandbox', 'allow-same-origin')
  await expect(page.locator('.frames iframe').first().contentFrame().locator('h1')).toHaveText(
    'Slow mornings',
  )
  const blocked = await page.evaluate(async () => {
    const { contentDocument } = document.querySelector<HTMLIFrameElement>('.frames iframe')!
    return new Promise<string>((resolve) => {
      contentDocument!.addEventListener('securitypolicyviolation', (event) =>
        resolve(event.effectiveDirective),
      )
      contentDocument!.createElement('img').src = 'http://127.0.0.1:9/x.png'
    })
  })
  expect(blocked).toBe('img-src')
})
