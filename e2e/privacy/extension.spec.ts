import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import type { MaskingLevel } from '../../shared/session/metadata.ts'
import type { LeakFinding } from '../../shared/session/review.ts'
import { ask } from '../chromium/ask.ts'
import { openInside, popupFor, share, stop } from '../chromium/fixtures.ts'
import { onlySession } from '../chromium/store.ts'
import { extensionIdOf, launchChromium } from '../support/launch-chromium.mjs'
import { startServerProcess } from '../support/server-process.mjs'
import { checkRecording, leaksIn } from './check-recording.ts'
import { chromiumDriver, driveCorpus } from './drive-corpus.ts'
import { driveJourney, journeyVectors, startPath } from './journey.ts'
import { readOrigin, textsIn } from './read-origin.ts'
import { startRecordingProxy } from './recording-proxy.ts'
import { serveCorpus } from './serve-corpus.ts'
import { filesOf, servedBytes } from './served-bytes.ts'
import { vectors } from './vectors/index.ts'

// The proof, in Chromium: the built extension records the corpus and the journey, and shares it to the built server. No
// token that has to be masked is in any byte that the extension or the server holds, was sent, or shows.

const all = [...vectors, ...journeyVectors]

for (const level of ['standard', 'strict'] as const) {
  test(`Chromium, level ${level}: nothing private is stored, sent or shown; ordinary content is`, async () => {
    test.slow()
    const profile = mkdtempSync(join(tmpdir(), 'qa-replay-proof-'))
    const dataDir = join(profile, 'server')
    const [site, server] = await Promise.all([serveCorpus(), startServerProcess({ dataDir })])
    const proxy = await startRecordingProxy(server.url)
    const beganAt = Date.now()
    const context = await launchChromium({ profile, backForwardCache: true })
    try {
      const inside = await openInside(context, await extensionIdOf(context))
      const popup = await recordAll(context, site.url, level)
      const recorded = () => stored(inside).then((text) => checkRecording(text, all, level))
      // What the page fetched last is recorded when its answer is there.
      await expect.poll(async () => (await recorded()).missing).toEqual([])
      const whileRecording = await stored(inside)
      await popup.bringToFront()
      await stop(popup)
      const shown = [await seen(popup)]
      const connected = await ask(inside, 'server.connect', { url: proxy.url, key: server.adminKey! })
      expect(connected.ok).toBe(true)
      const { sessionId } = await onlySession(inside)
      const findings = await acknowledgeAll(inside, sessionId)
      await share(popup)
      shown.push(await seen(popup), await listInPanel(context, popup), await actionOf(inside))

      const places = {
        'what the review found': ['Findings', ...findings.map(({ value }) => value)].join('\n'),
        'the store while recording': whileRecording,
        'the store': await stored(inside),
        'what was sent': proxy.received(),
        'what the server gives': await servedBytes(server, sessionId),
        "the server's files": filesOf(server, beganAt),
        "the server's log": server.output(),
        'what the extension shows': shown.join('\n'),
      }
      expect(leaksIn(places, all, level)).toEqual([])
      // Masking everything would be a failure as well.
      for (const whole of ['the store', 'what was sent', 'what the server gives'] as const)
        expect(checkRecording(places[whole], all, level).missing).toEqual([])
    } finally {
      await context.close()
      await Promise.all([proxy.close(), site.close(), server.stop()])
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    }
  })
}

/** Records everything by the popup, which it gives. */
async function recordAll(context: BrowserContext, url: string, level: MaskingLevel): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url + startPath)
  const popup = await popupFor(page)
  await popup.getByRole('radio', { name: level, exact: false }).check()
  await popup.getByRole('button', { name: 'Record', exact: true }).click()
  await popup.getByRole('timer').waitFor()
  await page.bringToFront()
  await page.goto(`${url}/`)
  const driver = chromiumDriver(page)
  await driveCorpus(driver, vectors)
  const { restored } = await driveJourney(
    {
      ...driver,
      goto: (address) => page.goto(address),
      until: (probe) => expect.poll(() => page.evaluate(probe).catch(() => null)).toBe(true),
    },
    url,
  )
  expect(restored).toBe(true)
  return popup
}

/** Says of all that the review finds that it is fine: what has to be masked is not among it. */
async function acknowledgeAll(inside: Page, sessionId: string): Promise<LeakFinding[]> {
  const opened = await ask(inside, 'review.open', { sessionId })
  if (!opened.ok) throw new Error(opened.problem.sentence)
  const { findings } = opened.value
  await ask(inside, 'review.acknowledge', { sessionId, ids: findings.map(({ id }) => id), fine: true })
  return findings
}

/** Every byte that the extension holds, as text. */
const stored = async (inside: Page): Promise<string> => textsIn(await inside.evaluate(readOrigin))

/** What a page of the extension's shows, values of its fields and addresses of its links included. */
async function seen(page: Page): Promise<string> {
  const text = await page.locator('body').innerText()
  const fields = await page
    .locator('input')
    .evaluateAll((all) => all.map((field) => (field as HTMLInputElement).value))
  return [await page.title(), text, ...fields, await page.content()].join('\n')
}

async function listInPanel(context: BrowserContext, popup: Page): Promise<string> {
  const panel = await context.newPage()
  await panel.goto(new URL('/devtools-panel/panel.html', popup.url()).href)
  await panel.getByRole('row').first().waitFor()
  return seen(panel)
}

/** What the toolbar button says, for every tab. */
const actionOf = (inside: Page): Promise<string> =>
  inside.evaluate(async () => {
    const tabs = await chrome.tabs.query({})
    const said = await Promise.all(
      tabs.map(async ({ id }) => [
        await chrome.action.getBadgeText({ tabId: id! }),
        await chrome.action.getTitle({ tabId: id! }),
      ]),
    )
    return said.flat().join('\n')
  })
