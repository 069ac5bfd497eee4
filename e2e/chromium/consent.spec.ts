import type { Page } from '@playwright/test'
import { defaultSiteSettings, type SiteSettings } from '../../shared/protocol/site-settings.ts'
import { launchChromium } from '../support/launch-chromium.mjs'
import { grantAccess } from './access.ts'
import { ask } from './ask.ts'
import { EVENT_TYPE } from '../../shared/session/events.ts'
import { expect, openInside, popupFor, record, stop, test } from './fixtures.ts'
import { documentCount, onlySession, sessionRows, storedEvents, storeText } from './store.ts'

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

/** Waits until the relay of a tab's document has its answer, and whether it records. */
async function relayPhase(
  inside: Page,
  url: string,
  phase: 'waiting' | 'recording' | 'ended',
): Promise<void> {
  const read = () =>
    inside.evaluate(async (address) => {
      const tabs = await chrome.tabs.query({ url: `${new URL(address).origin.replace(/:\d+$/, '')}/*` })
      const tab = tabs.find((candidate) => candidate.url?.startsWith(address))
      if (tab?.id === undefined) return 'no tab'
      const [injected] = await chrome.scripting.executeScript({
        target: { tabId: tab.id },
        func: () => {
          const key = Symbol.for('qa-replay:relay')
          const relay = (globalThis as { [key: symbol]: { phase: () => string } | undefined })[key]
          return relay?.phase() ?? 'none'
        },
      })
      return injected?.result
    }, url)
  await expect.poll(read).toBe(phase)
}

/** Whether anything was recorded in this run of the browser, also when it was deleted at once. */
const hasRecorded = async (inside: Page) =>
  Object.keys(await inside.evaluate(() => chrome.storage.session.get())).some((key) =>
    key.startsWith('ended:'),
  )

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
  await relayPhase(inside, url, 'ended')
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
  await relayPhase(inside, denied, 'waiting')
  expect(await states(inside)).toEqual([])
  await page.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
  )
  await page.goto(opted)
  await relayPhase(inside, opted, 'ended')
  expect(await states(inside)).toEqual([])
  expect(await hasRecorded(inside)).toBe(false)
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
  await relayPhase(inside, url, 'waiting')
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
  await page.reload()
  await relayPhase(inside, url, 'waiting')
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

test('an event gives consent in a page that has opened its document anew', async ({
  context,
  inside,
  site,
}) => {
  const url = site.page('/reopened', PAGE)
  await recordVisits(inside, url, { event: true })
  const page = await context.newPage()
  await page.goto(url)
  await relayPhase(inside, url, 'waiting')
  await page.evaluate(() => {
    document.open()
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- what pages still do
    document.write('<h1>Written anew</h1>')
    document.close()
  })
  await page.evaluate(() => document.dispatchEvent(new CustomEvent('qa-replay:consent', { detail: true })))
  await relayPhase(inside, url, 'recording')
  await expect.poll(() => storeText(inside)).toContain('Written anew')
})

test('a page that is open is recorded from when its site’s settings say so, once', async ({
  context,
  inside,
  site,
}) => {
  const url = site.page('/open', PAGE)
  const page = await context.newPage()
  await page.goto(url)
  await page.evaluate(() => console.log('before'))
  await recordVisits(inside, url)
  await expect.poll(() => states(inside)).toEqual(['recording'])
  await recordVisits(inside, url)
  await page.evaluate(() => console.log('one line of the page'))
  await expect.poll(() => storeText(inside)).toContain('one line of the page')
  const { sessionId, metadata } = await onlySession(inside)
  expect(metadata.pageViews).toBe(1)
  const events = await storedEvents(inside, sessionId)
  expect(events.filter(({ type }) => type === EVENT_TYPE.fullSnapshot)).toHaveLength(1)
  expect(JSON.stringify(events).split('one line of the page')).toHaveLength(2)
  expect(await documentCount(inside)).toBe(1)
})

test('an open page is asked for consent, and one that opts out is never recorded', async ({
  context,
  inside,
  site,
}) => {
  const asked = site.page('/asked', PAGE)
  const page = await context.newPage()
  await page.goto(asked)
  const opted = site.page('/opted-out', PAGE)
  const other = await context.newPage()
  await other.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
  )
  await other.goto(opted)
  await recordVisits(inside, asked, { cookie: 'open' })
  await relayPhase(inside, asked, 'waiting')
  await relayPhase(inside, opted, 'waiting')
  expect(await states(inside)).toEqual([])
  await other.evaluate(() => {
    document.cookie = 'open=yes'
  })
  await relayPhase(inside, opted, 'ended')
  await expect.poll(() => states(inside)).toEqual(['recording'])
  await relayPhase(inside, asked, 'recording')
  await expect.poll(async () => (await onlySession(inside)).metadata.initialUrl).toBe(asked)
})

test('an open page is left alone that is recorded, or that cannot be', async ({ context, inside, site }) => {
  const url = site.page('/by-hand', PAGE)
  const page = await context.newPage()
  await page.goto(url)
  const own = await context.newPage()
  await own.goto('chrome://version')
  const broken = await context.newPage()
  await broken.goto(`${site.url.replace(/\d+$/, '1')}/`).catch(() => undefined)
  await record(page)
  await recordVisits(inside, url)
  const next = site.page('/next', PAGE)
  const another = await context.newPage()
  await another.goto(next)
  await expect.poll(() => states(inside)).toEqual(['recording', 'recording'])
  await page.evaluate(() => console.log('one line by hand'))
  await expect.poll(() => storeText(inside)).toContain('one line by hand')
  const byHand = (await sessionRows(inside)).map(({ sessionId }) => storedEvents(inside, sessionId))
  expect(JSON.stringify(await Promise.all(byHand)).split('one line by hand')).toHaveLength(2)
  expect((await sessionRows(inside)).map(({ metadata }) => metadata.trigger.mode).toSorted()).toEqual([
    'all',
    'manual',
  ])
})

test('a visit goes on being recorded when the extension was loaded anew under its page', async ({
  context,
  inside,
  site,
}) => {
  const url = site.page('/updated', PAGE)
  await recordVisits(inside, url)
  const page = await context.newPage()
  await page.goto(url)
  await expect.poll(() => states(inside)).toEqual(['recording'])
  const { host } = new URL(inside.url())
  const worker = context.waitForEvent('serviceworker')
  // It closes this page.
  await inside.evaluate(() => void setTimeout(() => chrome.runtime.reload()))
  await worker
  const insideAgain = await openInside(context, host)
  await expect.poll(async () => (await states(insideAgain)).toSorted()).toEqual(['recording', 'stopped'])
  await page.evaluate(() => console.log('after the update'))
  await expect.poll(() => storeText(insideAgain)).toContain('after the update')
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
