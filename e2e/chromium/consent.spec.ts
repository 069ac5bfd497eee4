import type { Page } from '@playwright/test'
import { defaultSiteSettings, type SiteSettings } from '../../shared/protocol/site-settings.ts'
import { launchChromium } from '../support/launch-chromium.mjs'
import { grantAccess } from './access.ts'
import { ask } from './ask.ts'
import { expect, openInside, popupFor, stop, test } from './fixtures.ts'
import { onlySession, sessionRows, storeText } from './store.ts'

/** Sites of which every visit is recorded, where the page allows it. */

const PAGE = `<!doctype html><title>Shop</title><h1>Welcome</h1><a href="?next">Next</a>`

/** Lets every visit of the site of `url` be recorded. */
async function recordVisits(
  inside: Page,
  url: string,
  consent: Partial<SiteSettings['consent']> = {},
): Promise<void> {
  const { origin, protocol, hostname } = new URL(url)
  await grantAccess(inside, `${protocol}//${hostname}/*`)
  const defaults = defaultSiteSettings()
  const settings: SiteSettings = { ...defaults, mode: 'all', consent: { ...defaults.consent, ...consent } }
  const reply = await ask(inside, 'site.save', { origin, settings })
  if (!reply.ok) throw new Error(reply.problem.sentence)
}

const states = async (inside: Page) => (await sessionRows(inside)).map(({ state }) => state)

/** A recorder that was going to start would have done so: the relay looks at the page's consent every second. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load')
  await page.waitForTimeout(2_500)
}

test('a visit is recorded by itself, over its pages, until it ends', async ({ context, inside, site }) => {
  const url = site.page('/welcome', PAGE)
  await recordVisits(inside, url)
  const page = await context.newPage()
  await page.goto(url)
  await expect.poll(() => states(inside)).toEqual(['recording'])
  const popup = await popupFor(page)
  await expect(popup.getByText('Every visit of this site is recorded')).toBeVisible()
  await page.bringToFront()
  await page.getByRole('link', { name: 'Next' }).click()
  await page.evaluate(() => console.log('second page'))
  await expect.poll(() => storeText(inside)).toContain('second page')
  await page.close()
  await expect.poll(() => states(inside)).toEqual(['stopped'])
  const { metadata } = await onlySession(inside)
  expect(metadata.trigger).toEqual({ mode: 'all', reason: 'Every visit of this site is recorded' })
  expect(metadata.pageViews).toBe(2)
  expect(metadata.incomplete).toBeUndefined()
})

test('a visit that was stopped is not recorded again; the next one is', async ({ context, inside, site }) => {
  const url = site.page('/welcome', PAGE)
  await recordVisits(inside, url)
  const page = await context.newPage()
  await page.goto(url)
  await expect.poll(() => states(inside)).toEqual(['recording'])
  await stop(await popupFor(page))
  await page.reload()
  await settled(page)
  expect(await states(inside)).toEqual(['stopped'])
  const next = await context.newPage()
  await next.goto(url)
  await expect.poll(async () => (await states(inside)).toSorted()).toEqual(['recording', 'stopped'])
})

test('a visit ends where the tab leaves the site', async ({ context, inside, site }) => {
  const url = site.page('/welcome', PAGE)
  await recordVisits(inside, url)
  const page = await context.newPage()
  await page.goto(url)
  await expect.poll(() => states(inside)).toEqual(['recording'])
  await page.goto(`${site.otherUrl}/welcome`)
  await expect.poll(() => states(inside)).toEqual(['stopped'])
  expect((await onlySession(inside)).metadata.incomplete).toBeUndefined()
})

test('Global Privacy Control and the meta tag forbid', async ({ context, inside, site }) => {
  const denied = site.page('/denied', `<!doctype html><meta name="session-replay" content="deny">${PAGE}`)
  const opted = site.page('/opted-out', PAGE)
  await recordVisits(inside, denied)
  const page = await context.newPage()
  await page.goto(denied)
  await settled(page)
  expect(await states(inside)).toEqual([])
  await page.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
  )
  await page.goto(opted)
  await settled(page)
  await expect.poll(() => states(inside)).toEqual([])
})

test('a cookie gives consent; withdrawn, the recording ends and is deleted', async ({
  context,
  inside,
  site,
}) => {
  const url = site.page('/welcome', PAGE)
  await recordVisits(inside, url, { cookie: 'replay' })
  const page = await context.newPage()
  await page.goto(url)
  await settled(page)
  expect(await states(inside)).toEqual([])
  await page.evaluate(() => {
    document.cookie = 'replay=granted'
  })
  await expect.poll(() => states(inside)).toEqual(['recording'])
  await page.evaluate(() => console.log('a word that is taken back'))
  await expect.poll(() => storeText(inside)).toContain('a word that is taken back')
  await page.evaluate(() => {
    document.cookie = 'replay=denied'
  })
  await expect.poll(() => states(inside)).toEqual([])
  expect(await storeText(inside)).not.toContain('a word that is taken back')
})

test('a key and an event give consent, when both do', async ({ context, inside, site }) => {
  const url = site.page('/welcome', PAGE)
  await recordVisits(inside, url, { storageKey: 'privacy="replay":true', event: true })
  const page = await context.newPage()
  await page.goto(url)
  await page.evaluate(() => localStorage.setItem('privacy', '{"replay":true}'))
  await settled(page)
  expect(await states(inside)).toEqual([])
  const say = (granted: boolean) =>
    page.evaluate(
      (detail) => document.dispatchEvent(new CustomEvent('qa-replay:consent', { detail })),
      granted,
    )
  await say(true)
  await expect.poll(() => states(inside)).toEqual(['recording'])
  await say(false)
  await expect.poll(() => states(inside)).toEqual([])
})

test('after the browser’s start the first page is recorded', async ({ profile, context, inside, site }) => {
  const url = site.page('/welcome', PAGE)
  await recordVisits(inside, url)
  await context.close()
  const again = await launchChromium({ profile })
  try {
    const page = await again.newPage()
    await page.goto(url)
    const insideAgain = await openInside(again, new URL(inside.url()).host)
    await expect.poll(() => states(insideAgain)).toEqual(['recording'])
  } finally {
    await again.close()
  }
})
