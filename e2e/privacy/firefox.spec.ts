import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import type { MaskingLevel } from '../../shared/session/metadata.ts'
import type { SessionReview } from '../../shared/session/review.ts'
import { tabIdOfFront } from '../firefox/browser-windows.ts'
import type { Firefox } from '../firefox/firefox.ts'
import { launchFirefox } from '../firefox/launch-firefox.ts'
import { startServerProcess } from '../support/server-process.mjs'
import { checkRecording, leaksIn } from './check-recording.ts'
import { driveCorpus, firefoxDriver } from './drive-corpus.ts'
import { driveJourney, journeyVectors, startPath } from './journey.ts'
import { readOrigin, textsIn } from './read-origin.ts'
import { startRecordingProxy } from './recording-proxy.ts'
import { serveCorpus } from './serve-corpus.ts'
import { filesOf, servedBytes } from './served-bytes.ts'
import { vectors } from './vectors/index.ts'

// The proof, in Firefox: see extension.spec.ts.

const EXTENSION_ID = 'qa-replay@qa-replay.example'
/** Firefox makes up an address for each installation; this one is told which. */
const ADDRESS = '11111111-2222-4333-8444-666666666666'
const inExtension = (path: string) => `moz-extension://${ADDRESS}/${path}`

const all = [...vectors, ...journeyVectors]
const button = (name: string) => `//button[normalize-space()='${name}']`

for (const level of ['standard', 'strict'] as const) {
  test(`Firefox, level ${level}: nothing private is stored, sent or shown; ordinary content is`, async () => {
    test.slow()
    const folder = mkdtempSync(join(tmpdir(), 'qa-replay-proof-'))
    const dataDir = join(folder, 'server')
    const [site, server, firefox] = await Promise.all([
      serveCorpus(),
      startServerProcess({ dataDir }),
      launchFirefox({
        'extensions.webextensions.uuids': JSON.stringify({ [EXTENSION_ID]: ADDRESS }),
        'extensions.originControls.grantByDefault': false,
        'extensions.webextOptionalPermissionPrompts': false,
      }),
    ])
    const proxy = await startRecordingProxy(server.url)
    const beganAt = Date.now()
    try {
      await firefox.install(resolve('dist/firefox'))
      const { popup, reader } = await recordAll(firefox, site.url, level)
      const stored = async () => {
        await firefox.switchTo(reader)
        return textsIn(await firefox.evaluate(readOrigin))
      }
      await expect.poll(async () => checkRecording(await stored(), all, level).missing).toEqual([])
      const whileRecording = await stored()

      await firefox.switchTo(popup)
      await firefox.click(button('Stop'))
      await firefox.waitFor("//label[contains(., 'Title')]//input")
      const shown = [await firefox.evaluate(seen)]
      const findings = await firefox.evaluate(acknowledgeAll, await sessionIdIn(firefox))
      await firefox.waitFor(button('Share'))
      // By the element, not by its place: what stands above it may still come in.
      await firefox.evaluate(clickShare)
      await firefox.type(
        "//label[contains(., 'Address or connect link')]//input",
        viaProxy(server.connectUrl, proxy.url),
      )
      await firefox.click(button('Connect and share'))
      await firefox.waitFor("//a[contains(@href, '/s/')]")
      shown.push(await firefox.evaluate(seen))
      await firefox.goto(inExtension('devtools-panel/panel.html'))
      await firefox.waitFor("//*[@role='row']")
      shown.push(await firefox.evaluate(seen))

      const places = {
        'what the review found': ['Findings', ...findings].join('\n'),
        'the store while recording': whileRecording,
        'the store': await stored(),
        'what was sent': proxy.received(),
        'what the server gives': await servedBytes(server, await sessionIdIn(firefox)),
        "the server's files": filesOf(server, beganAt),
        "the server's log": server.output(),
        'what the extension shows': shown.join('\n'),
      }
      expect(leaksIn(places, all, level)).toEqual([])
      for (const whole of ['the store', 'what was sent', 'what the server gives'] as const)
        expect(checkRecording(places[whole], all, level).missing).toEqual([])
    } finally {
      await firefox.quit()
      await Promise.all([proxy.close(), site.close(), server.stop()])
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  })
}

/** Records everything by the popup. Gives the tabs of the popup, and of a page of the extension's that runs nothing. */
async function recordAll(
  firefox: Firefox,
  url: string,
  level: MaskingLevel,
): Promise<{ popup: string; reader: string }> {
  await firefox.goto(url + startPath)
  const recorded = await firefox.currentTab()
  const tabId = await tabIdOfFront(firefox)
  const reader = await firefox.newTab()
  await firefox.goto(inExtension('manifest.json'))
  const popup = await firefox.newTab()
  await firefox.goto(inExtension(`extension/popup/popup.html?tabId=${tabId}`))
  if (level === 'strict') await firefox.click("//label[normalize-space()='Strict']")
  await firefox.click(button('Record'))
  await firefox.waitFor("//*[@role='timer']")

  await firefox.switchTo(recorded)
  await firefox.goto(`${url}/`)
  const driver = firefoxDriver(firefox)
  await driveCorpus(driver, vectors)
  const { restored } = await driveJourney(
    {
      ...driver,
      goto: (address) => firefox.goto(address),
      until: (probe) => expect.poll(() => driver.run(probe).catch(() => null)).toBe(true),
    },
    url,
  )
  expect(restored).toBe(true)
  return { popup, reader }
}

/** Runs in the popup: says of all that the review finds that it is fine, and gives it. */
async function acknowledgeAll(sessionId: string): Promise<string[]> {
  const { value }: { value: SessionReview } = await chrome.runtime.sendMessage({
    name: 'review.open',
    body: { sessionId },
  })
  const ids = value.findings.map(({ id }) => id)
  await chrome.runtime.sendMessage({ name: 'review.acknowledge', body: { sessionId, ids, fine: true } })
  return value.findings.map((finding) => finding.value)
}

/** Runs in the popup. */
function clickShare(): void {
  const buttons = Array.from(document.querySelectorAll('button'))
  buttons.find(({ textContent }) => textContent.trim() === 'Share')!.click()
}

/** Runs in a page of the extension's: what it shows, values of its fields and addresses of its links included. */
function seen(): string {
  const fields = Array.from(document.querySelectorAll('input'), ({ value }) => value)
  return [document.title, document.body.innerText, ...fields, document.body.innerHTML].join('\n')
}

/** A connect link of the server's, by way of the proxy. */
const viaProxy = (connectUrl: string, proxyUrl: string) =>
  connectUrl.replace(new URL(connectUrl).origin, proxyUrl)

async function sessionIdIn(firefox: Firefox): Promise<string> {
  const { databases } = await firefox.evaluate(readOrigin)
  const sessions = databases[0]!.stores.find(({ name }) => name === 'sessions')!
  expect(sessions.keys).toHaveLength(1)
  return sessions.keys[0] as string
}
