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
import { serveCorpus, type CorpusSite } from './serve-corpus.ts'
import { vectors } from './vectors/index.ts'

// The page's script with rrweb, in Chromium, with a relay that keeps what it gets: a page that is hostile to it. The proof
// with all vectors, through the whole extension, is in extension.spec.ts and firefox.spec.ts.

let browser: Browser
let site: CorpusSite
let script: string

test.beforeAll(async () => {
  script = await buildPageScript()
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  site = await serveCorpus()
})

test.afterAll(async () => {
  await browser.close()
  await site.close()
})

test('what the proof looks for is found wherever it stands', () => {
  for (const facts of ['id', 'token'] as const)
    expect(new Set(vectors.map((vector) => vector[facts])).size, facts).toBe(vectors.length)
  for (const level of ['standard', 'strict'] as const) {
    const masked = vectors.filter(({ expect }) => expect[level] === 'masked')
    for (const [writing, write] of Object.entries(WRITINGS)) {
      const { leaked } = checkRecording(masked.map(({ token }) => write(token)).join('\n'), masked, level)
      expect(
        masked.filter(({ id }) => !leaked.some((leak) => leak.startsWith(`${id}:`))),
        writing,
      ).toEqual([])
    }
    const kept = vectors.filter(({ expect }) => expect[level] === 'kept')
    expect(checkRecording('nothing', kept, level).missing).toHaveLength(kept.length)
  }
})

/** How a token may stand in a recording. */
const WRITINGS: Record<string, (token: string) => string> = {
  'as it is': (token) => token,
  'in JSON': (token) => JSON.stringify({ text: token }),
  'in an address': (token) => `?a=${encodeURIComponent(token)}`,
  'in capitals': (token) => token.toUpperCase(),
  'in characters': (token) => JSON.stringify(Array.from(token)),
  'in bytes': (token) => JSON.stringify(Array.from(Buffer.from(token))),
  'in hex': (token) => Buffer.from(token).toString('hex'),
  'in base64': (token) => Buffer.from(`ab ${token} cd`).toString('base64'),
  'over several nodes': (token) =>
    Array.from(
      token.match(/.{1,4}/gsu)!,
      (part) => `{"type":3,"textContent":${JSON.stringify(part)}}`,
    ).join(),
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
  await page.goto(`${site.url}/`)
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
        recordBodies: true,
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
