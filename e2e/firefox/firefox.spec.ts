import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test as base } from '@playwright/test'
import type { Reply } from '../../shared/protocol/requests.ts'
import { startShop } from '../shop/server.mjs'
import { startServerProcess, type ServerProcess } from '../support/server-process.mjs'
import { evaluateInPanel, openPanel, tabIdOfFront } from './browser-windows.ts'
import type { Firefox } from './firefox.ts'
import { launchFirefox } from './launch-firefox.ts'

const EXTENSION_ID = 'qa-replay@qa-replay.example'
/** Firefox makes up an address for each installation; this one is told which. */
const ADDRESS = '11111111-2222-4333-8444-555555555555'

const test = base.extend<{ firefox: Firefox; server: ServerProcess; shopUrl: string }>({
  firefox: async ({}, use) => {
    const firefox = await launchFirefox({
      'extensions.webextensions.uuids': JSON.stringify({ [EXTENSION_ID]: ADDRESS }),
      // Access to sites is asked for, as in a store's installation, and the question is answered with yes.
      'extensions.originControls.grantByDefault': false,
      'extensions.webextOptionalPermissionPrompts': false,
    })
    await use(firefox)
    await firefox.quit()
  },
  server: async ({}, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'qa-replay-server-'))
    const server = await startServerProcess({ dataDir })
    await use(server)
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  },
  shopUrl: async ({}, use) => {
    const shop = await startShop()
    await use(shop.url)
    await shop.close()
  },
})

const button = (name: string) => `//button[normalize-space()='${name}']`
const rulesOf = (label: string) => `//label[normalize-space()='${label}']/following-sibling::textarea`
const field = (label: string) => `//label[contains(., '${label}')]//input`

test('Firefox: install, record over navigations, share, replay on the share page and in DevTools', async ({
  firefox,
  server,
  shopUrl,
}) => {
  test.slow() // Firefox and the server both start for the first time
  await firefox.install(resolve('dist/firefox'))
  await firefox.goto(shopUrl)
  const shopTab = await firefox.currentTab()
  const tabId = await tabIdOfFront(firefox)
  const popupTab = await firefox.newTab()
  await firefox.goto(`moz-extension://${ADDRESS}/extension/popup/popup.html?tabId=${tabId}`)
  await firefox.click(button('Record'))
  await firefox.waitFor("//*[@role='timer']")

  await firefox.switchTo(shopTab)
  await buyWithDiscount(firefox)

  await firefox.switchTo(popupTab)
  await firefox.waitFor("//*[contains(., '1 error')]")
  await firefox.click(button('Stop'))
  await firefox.click(button('Share'))
  await firefox.type(field('Address or connect link'), server.connectUrl)
  await firefox.click(button('Connect and share'))
  await firefox.waitFor("//a[contains(@href, '/s/')]")
  const link = await firefox.evaluate(() => document.querySelector<HTMLAnchorElement>('a[href*="/s/"]')!.href)

  await firefox.newTab()
  await firefox.goto(link)
  await expect.poll(() => firefox.evaluate(replayedHeading)).toBe('Coffee things for slow mornings')
  await firefox.click("//*[contains(text(), 'TypeError')]")
  await expect.poll(() => firefox.evaluate(replayedHeading)).toBe('Checkout')

  const panelId = await openPanel(firefox, 'QA Replay')
  await expect.poll(() => evaluateInPanel(firefox, panelId, openFirstSession)).toBe(true)
  await expect
    .poll(() => evaluateInPanel(firefox, panelId, replayedHeading))
    .toBe('Coffee things for slow mornings')
})

test('Firefox: shows on the page what is masked, by the rules that are being written', async ({
  firefox,
  shopUrl,
}) => {
  test.slow() // Firefox starts for the first time
  await firefox.install(resolve('dist/firefox'))
  await firefox.goto(`${shopUrl}/products/tideline-mug`)
  await firefox.click(button('Add to cart'))
  await firefox.waitFor("//*[@role='status' and contains(., 'in your cart')]")
  await firefox.goto(`${shopUrl}/checkout`)
  const shopTab = await firefox.currentTab()
  const tabId = await tabIdOfFront(firefox)
  const popupTab = await firefox.newTab()
  await firefox.goto(`moz-extension://${ADDRESS}/extension/popup/popup.html?tabId=${tabId}`)
  await firefox.click(button('Record'))
  await firefox.waitFor("//*[@role='timer']")
  await firefox.click("//button[@aria-label='Edit the rules of this site']")
  await firefox.type(rulesOf('Mask'), 'h1')
  await firefox.click(button('Highlight on the page'))
  await firefox.waitFor("//button[normalize-space()='Highlight on the page'][@aria-pressed='true']")
  const masked = () => firefox.evaluate(countMasked, tabId)
  const without = await masked()
  expect(without).toBeGreaterThan(5)
  await firefox.type(rulesOf('Mask'), '\nlegend')
  await expect.poll(masked).toBeGreaterThan(without)
  await firefox.switchTo(shopTab)
  const isShown = () => firefox.evaluate(() => document.querySelector('qa-replay-highlight') !== null)
  expect(await isShown()).toBe(true)
  await firefox.switchTo(popupTab)
  await firefox.click(button('Highlight on the page'))
  await firefox.switchTo(shopTab)
  await expect.poll(isShown).toBe(false)
})

test('Firefox: a session is reviewed, and what looks private is redacted for good', async ({
  firefox,
  shopUrl,
}) => {
  test.slow() // Firefox starts for the first time
  const phone = '+49 30 5558 2764'
  await firefox.install(resolve('dist/firefox'))
  await firefox.goto(shopUrl)
  const shopTab = await firefox.currentTab()
  const tabId = await tabIdOfFront(firefox)
  const popupTab = await firefox.newTab()
  await firefox.goto(`moz-extension://${ADDRESS}/extension/popup/popup.html?tabId=${tabId}`)
  await firefox.click(button('Record'))
  await firefox.waitFor("//*[@role='timer']")
  await firefox.switchTo(shopTab)
  await firefox.evaluate((text) => document.querySelector('h1')!.after(`Call ${text}`), phone)
  await firefox.switchTo(popupTab)
  await firefox.click(button('Stop'))
  await firefox.waitFor(button('Share'))
  const panel = `moz-extension://${ADDRESS}/devtools-panel/panel.html`
  await firefox.newTab()
  await firefox.goto(panel)
  await expect.poll(() => firefox.evaluate(openFirstSession)).toBe(true)
  await expect.poll(() => firefox.evaluate(replayedHeading)).toBe('Coffee things for slow mornings')
  await firefox.click("//button[starts-with(normalize-space(), 'Privacy')]")
  await firefox.waitFor("//section[@aria-label='Privacy review']//*[contains(., 'looks private')]")
  expect(await firefox.evaluate(storedText)).toContain(phone)
  await firefox.click("//article[.//*[contains(., '+00 00 0000 0000')]]//button[normalize-space()='Redact']")
  await firefox.click("//button[normalize-space()='Redact 1 for good…']")
  await firefox.click("//dialog//button[normalize-space()='Redact for good']")
  await firefox.waitFor("//section[@aria-label='Privacy review']//*[contains(., 'Nothing looks private')]")
  expect(await firefox.evaluate(storedText)).not.toContain(phone)
  await expect.poll(() => firefox.evaluate(replayedHeading)).toBe('Coffee things for slow mornings')
})

/** From the list over a product and the cart to the error of the checkout. */
async function buyWithDiscount(firefox: Firefox): Promise<void> {
  await firefox.click("//a[contains(., 'Tideline Mug')]")
  await firefox.click(button('Add to cart'))
  await firefox.waitFor("//*[@role='status' and contains(., 'in your cart')]")
  await firefox.click("//a[@aria-label='Cart']")
  await firefox.type("//input[@id='code']", 'MORNING10')
  await firefox.click(button('Apply'))
  await firefox.waitFor("//dt[contains(., 'MORNING10')]")
  await firefox.click("//a[normalize-space()='Check out']")
  const fields = [
    ['Full name', 'Ada Lovelace'],
    ['Email', 'ada@analytical.example'],
    ['Address', '12 Square'],
    ['Card number', '4242424242424242'],
    ['Expires', '12 / 34'],
    ['Security code', '737'],
  ] as const
  for (const [label, text] of fields) await firefox.type(field(label), text)
  await firefox.click("//button[starts-with(normalize-space(), 'Pay')]")
  await firefox.waitFor("//button[contains(., 'Placing your order')]")
}

/** Runs in a page with a player: the heading of the page that is replayed. */
function replayedHeading(): string | undefined {
  return document.querySelector('iframe')?.contentDocument?.querySelector('h1')?.textContent ?? undefined
}

/** Runs in the panel: clicks the first session of the list. */
function openFirstSession(): boolean {
  const row = document.querySelector<HTMLElement>('[role=grid][aria-label=Sessions] [role=row]')
  row?.click()
  return row !== null
}

/** Runs in the popup: how many places the page of a tab shows as masked. */
async function countMasked(tabId: number): Promise<number> {
  const reply = await chrome.runtime.sendMessage<unknown, Reply<'highlight.state'>>({
    name: 'highlight.state',
    body: { tabId },
  })
  return reply.ok ? reply.value.masked : -1
}

/** Runs in a page of the extension: the segments of all sessions, as text. */
async function storedText(): Promise<string> {
  const promised = <Value>(request: IDBRequest<Value>) =>
    new Promise<Value>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error ?? new Error('failed'))
    })
  const database = await promised(indexedDB.open('qa-replay'))
  const rows = await promised(
    database.transaction('segments').objectStore('segments').getAll() as IDBRequest<
      { blob: Uint8Array<ArrayBuffer> }[]
    >,
  )
  database.close()
  const texts = rows.map(({ blob }) =>
    new Response(new Blob([blob]).stream().pipeThrough(new DecompressionStream('gzip'))).text(),
  )
  return (await Promise.all(texts)).join('\n')
}
