import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startShop } from '../shop/server.mjs'
import { openPopup, tabIdOf } from '../support/extension-pages.mjs'
import { extensionIdOf, extensionWorker, launchChromium } from '../support/launch-chromium.mjs'
import { startServerProcess } from '../support/server-process.mjs'
import { shopToTheError } from '../support/shopping.mjs'
import { ROOT, say } from './shell.mjs'

const DATA = join(ROOT, '.data')
/** The server's own default; the shop's is next to it. */
const SERVER_PORT = 4610
const SHOP_PORT = 4620
/** Between two steps of the scripted tester: the replay should look as if a person had done it. */
const PACE_MS = 700

/** Starts the server and the shop, opens a Chromium on the shop, and ends all of it at Ctrl+C or when it is closed. */
export async function openBrowser() {
  const { server, shop, stop } = await startWorld()
  const context = await launchChromium({
    profile: join(DATA, 'chromium'),
    headless: false,
    viewport: null,
    args: ['--window-size=1400,950'],
  })
  const [page = await context.newPage()] = context.pages()
  await page.goto(shop.url)
  await connect(context, server)
  await page.bringToFront()
  say(`
QA Replay is ready. Server: ${server.url}   Demo shop: ${shop.url}

In the Chromium window:
  1. Click the QA Replay button in the toolbar, then Record.
  2. Put something into the cart, apply the code MORNING10, and check out. It fails: that is the bug.
  3. Click the button again: Stop, give it a title, Share. The link is in your clipboard.
  4. Open DevTools (F12), panel "QA Replay": your session is in the list.

Ctrl+C ends all. What you recorded and shared stays in .data/.`)
  await Promise.race([interrupted(), context.waitForEvent('close', { timeout: 0 })])
  await context.close()
  await stop()
}

/**
 * Does the whole job of a tester by script: records the bug of the shop, shares it, and looks at the link in a browser
 * without the extension.
 *
 * @param {{ keep: boolean }} options keep: the server goes on afterwards, as it does at a terminal, so that the link opens
 */
export async function runJob({ keep }) {
  const { server, shop, stop } = await startWorld()
  try {
    const link = await recordAndShare(server, shop.url)
    const picture = await photographReplay(link)
    say(`\nThe replay at the error: ${picture}\nThe link: ${link}`)
    if (keep || process.stdout.isTTY) {
      say('The server goes on, so that you can open the link. Ctrl+C ends it.')
      await interrupted()
    } else {
      say('It opens while the server runs: npm run server')
    }
  } finally {
    await stop()
  }
}

async function startWorld() {
  say('Starting the server and the demo shop…')
  mkdirSync(DATA, { recursive: true })
  const server = await startServerProcess({ dataDir: DATA, port: SERVER_PORT, adminKey: null })
  const adminKey = /^Admin key.*$/m.exec(server.output())
  if (adminKey) say(adminKey[0])
  const shop = await startShop({ port: SHOP_PORT }).catch(() => startShop())
  const stop = async () => {
    await shop.close()
    await server.stop()
  }
  return { server, shop, stop }
}

/**
 * Connects the extension to the server, by the one-time code that the server has made for it.
 *
 * @param {import('playwright').BrowserContext} context
 * @param {import('../support/server-process.mjs').ServerProcess} server
 */
async function connect(context, server) {
  const inside = await context.newPage()
  await inside.goto(`chrome-extension://${await extensionIdOf(context)}/manifest.json`)
  const body = { url: server.url, code: new URL(server.connectUrl).hash.slice(1) }
  const reply = await inside.evaluate((message) => chrome.runtime.sendMessage(message), {
    name: 'server.connect',
    body,
  })
  if (!reply.ok) throw new Error(reply.problem.sentence)
  await inside.close()
}

/**
 * @param {import('../support/server-process.mjs').ServerProcess} server
 * @param {string} shopUrl
 * @returns {Promise<string>} the link
 */
async function recordAndShare(server, shopUrl) {
  return withChromium({}, async (context) => {
    const page = await context.newPage()
    await page.goto(shopUrl)
    const tabId = await tabIdOf(await extensionWorker(context), page)
    const popup = await openPopup(context, await extensionIdOf(context), tabId)
    await popup.getByRole('button', { name: 'Record', exact: true }).click()
    await popup.getByRole('timer').waitFor()
    await page.bringToFront()
    say('Recording a visit to the shop, up to the error at its checkout…')
    await shopToTheError(page, shopUrl, { pause: () => delay(PACE_MS) })
    await delay(PACE_MS)
    await popup.bringToFront()
    await popup.getByRole('button', { name: 'Stop' }).click()
    const title = popup.getByRole('textbox', { name: 'Title' })
    await title.fill('Checkout never ends with a discount code')
    await title.press('Enter')
    say('Sharing it…')
    await popup.getByRole('button', { name: 'Share', exact: true }).click()
    await popup.getByRole('textbox', { name: 'Address or connect link' }).fill(server.connectUrl)
    await popup.getByRole('button', { name: 'Connect and share' }).click()
    const link = popup.getByRole('link', { name: /\/s\// })
    await link.waitFor()
    return (await link.getAttribute('href')) ?? ''
  })
}

/**
 * Opens the link in a browser without the extension, goes to the error, and takes a picture.
 *
 * @param {string} link
 * @returns {Promise<string>} path of the picture
 */
async function photographReplay(link) {
  const picture = join(DATA, 'replay-at-the-error.png')
  await withChromium({ withExtension: false, viewport: { width: 1440, height: 900 } }, async (context) => {
    const page = await context.newPage()
    await page.goto(link)
    await page.getByRole('tab', { name: /^Console/ }).click()
    await page
      .getByText(/TypeError/)
      .first()
      .click()
    await page.locator('iframe').first().contentFrame().getByText('Placing your order…').waitFor()
    await page.screenshot({ path: picture })
  })
  return relative(process.cwd(), picture)
}

/**
 * Runs a headless Chromium on a profile that is thrown away.
 *
 * @template Result
 * @param {Omit<Parameters<typeof launchChromium>[0], 'profile'>} options
 * @param {(context: import('playwright').BrowserContext) => Promise<Result>} use
 */
async function withChromium(options, use) {
  const profile = mkdtempSync(join(tmpdir(), 'qa-replay-demo-'))
  const context = await launchChromium({ ...options, profile })
  try {
    return await use(context)
  } finally {
    await context.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Waits for Ctrl+C, or for whoever else ends us. */
function interrupted() {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
}
