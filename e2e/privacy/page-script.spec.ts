import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { chromium, type Browser } from 'playwright'
import {
  HELLO_EVENT,
  PAGE_READY_EVENT,
  TO_PAGE_EVENT,
  TO_RELAY_EVENT,
} from '../../shared/protocol/channel.ts'
import { buildPageScript } from './build-page-script.ts'
import { checkRecording } from './check-recording.ts'
import { corpusPage, PIXEL } from './corpus-page.ts'
import { driveCorpus } from './drive-page.ts'
import { vectors } from './vectors/index.ts'

/** The page's script with rrweb, in Chromium, with a relay that keeps what it gets. */

let browser: Browser
let server: Server
let script: string

test.beforeAll(async () => {
  script = await buildPageScript()
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  server = createServer((request, response) => {
    const path = request.url!.split('?')[0]!
    const type = path.endsWith('.png')
      ? 'image/png'
      : path.startsWith('/api')
        ? 'application/json'
        : 'text/html'
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` })
    response.end(
      path === '/' ? `<!doctype html>${corpusPage(vectors)}` : path.endsWith('.png') ? PIXEL : '{}',
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

test.afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

for (const level of ['standard', 'strict'] as const) {
  test(`level ${level}: no token of the corpus leaves the page, ordinary content does`, async () => {
    test.setTimeout(180_000)
    const page = await browser.newPage()
    await page.addInitScript(startRelay, {
      level,
      HELLO_EVENT,
      PAGE_READY_EVENT,
      TO_PAGE_EVENT,
      TO_RELAY_EVENT,
    })
    await page.addInitScript(script)
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await expect.poll(() => recordingOf(page)).toContain('"type":2')
    await driveCorpus(page, vectors)
    await page.evaluate(`console.log('corpus', 'is through')`)
    await expect.poll(() => recordingOf(page)).toContain(level === 'strict' ? '** *******' : 'is through')
    // What the page fetched last is recorded when its answer is there.
    const found = async () => checkRecording(await recordingOf(page), vectors, level)
    await expect.poll(async () => (await found()).missing).toEqual([])
    expect((await found()).leaked).toEqual([])
    await page.close()
  })
}

test('a page that replaces the methods of the platform is masked all the same', async () => {
  const page = await browser.newPage()
  await page.addInitScript(startRelay, {
    level: 'standard',
    HELLO_EVENT,
    PAGE_READY_EVENT,
    TO_PAGE_EVENT,
    TO_RELAY_EVENT,
  })
  await page.addInitScript(script)
  await page.addInitScript(replaceMethods)
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await expect.poll(() => recordingOf(page)).toContain('"type":2')
  const still = vectors.filter(({ steps }) => steps.length === 0)
  const { leaked, missing } = checkRecording(await recordingOf(page), still, 'standard')
  expect(leaked).toEqual([])
  expect(missing.length).toBeLessThan(still.length / 20)
  await page.close()
})

/** Runs in the page: what a mask might use now answers as if there were nothing to mask. */
function replaceMethods(): void {
  if (window !== window.top) return
  const replace = (prototype: object, name: string | symbol, value: unknown) =>
    Object.defineProperty(prototype, name, { configurable: true, writable: true, value })
  replace(RegExp.prototype, 'test', () => false)
  replace(RegExp.prototype, 'exec', () => null)
  for (const name of ['replace', 'replaceAll']) {
    replace(String.prototype, name, function (this: unknown) {
      return String(this)
    })
  }
  replace(String.prototype, 'match', () => null)
  replace(String.prototype, 'includes', () => false)
  replace(Element.prototype, 'matches', () => false)
  replace(Element.prototype, 'closest', () => null)
  replace(Element.prototype, 'hasAttribute', () => false)
  replace(Element.prototype, 'getAttribute', () => null)
}

const recordingOf = (page: { evaluate<T>(code: string): Promise<T> }) =>
  page.evaluate<string>('window.recording.join("\\n")')

interface RelayOptions {
  level: string
  HELLO_EVENT: string
  PAGE_READY_EVENT: string
  TO_PAGE_EVENT: string
  TO_RELAY_EVENT: string
}

/** Runs in the page: the relay's part, without an extension. */
function startRelay({
  level,
  HELLO_EVENT,
  PAGE_READY_EVENT,
  TO_PAGE_EVENT,
  TO_RELAY_EVENT,
}: RelayOptions): void {
  if (window !== window.top) return
  const recording: string[] = []
  Object.assign(window, { recording })
  document.addEventListener(
    PAGE_READY_EVENT,
    () => {
      const node = document.createElement('i')
      node.addEventListener(TO_RELAY_EVENT, (event) => recording.push((event as CustomEvent<string>).detail))
      ;(document.querySelector('html') ?? document).append(node)
      node.dispatchEvent(new CustomEvent(HELLO_EVENT, { bubbles: true }))
      node.remove()
      // The relay's answer comes from the background, so never at once.
      const rules = {
        level,
        maskEmails: true,
        maskSelectors: [],
        blockSelectors: [],
        unmaskSelectors: [],
        maskPatterns: [],
      }
      const command = JSON.stringify({ type: 'record', rules })
      queueMicrotask(() => node.dispatchEvent(new CustomEvent(TO_PAGE_EVENT, { detail: command })))
    },
    { once: true },
  )
}
