import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { findChromium } from './find-program.mjs'

/** The built extension. */
export const EXTENSION = fileURLToPath(new URL('../../dist/chrome', import.meta.url))

/**
 * Starts a Chromium on a profile folder.
 *
 * @param {object} options
 * @param {string} options.profile folder of the profile; made when it is not there
 * @param {boolean} [options.headless]
 * @param {boolean} [options.withExtension]
 * @param {boolean} [options.answerPrompts] whether the question for access to a site is answered with yes
 * @param {boolean} [options.backForwardCache] whether pages are kept for going back, which Playwright is not made for
 * @param {string[]} [options.args] further switches
 * @param {import('playwright').ViewportSize | null} [options.viewport] null follows the window
 * @returns {Promise<import('playwright').BrowserContext>}
 */
export async function launchChromium({
  profile,
  headless = true,
  withExtension = true,
  answerPrompts = headless,
  backForwardCache = false,
  args = [],
  viewport = { width: 1280, height: 800 },
}) {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('No Chromium was found: run `npm start` once, or set CHROMIUM_PATH')
  const branded = isBranded(executablePath)
  if (withExtension) seedPreferences(profile, { answerPrompts })
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: false, // the new headless mode, which has extensions, is asked for by a switch
    ignoreDefaultArgs: [
      '--disable-extensions',
      ...(backForwardCache ? ['--disable-back-forward-cache'] : []),
    ],
    viewport,
    // Whoever launched it closes it, after what it still has to do.
    handleSIGINT: false,
    handleSIGTERM: false,
    args: [
      ...(headless ? ['--headless=new'] : []),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-quic',
      '--no-first-run',
      ...(withExtension && !branded
        ? [`--disable-extensions-except=${EXTENSION}`, `--load-extension=${EXTENSION}`]
        : []),
      ...(withExtension && branded ? ['--enable-unsafe-extension-debugging'] : []),
      ...args,
    ],
  })
  if (withExtension && branded) {
    const devtools = await context.browser()?.newBrowserCDPSession()
    // Not in Playwright's types of the protocol.
    await /** @type {any} */ (devtools)?.send('Extensions.loadUnpacked', { path: EXTENSION })
  }
  return context
}

/** The id that the manifest's key gives the unpacked extension. */
const EXTENSION_ID = 'feaalbdcpfpjbopfadbmgljfenecggbl'

/**
 * Puts the extension's button into the toolbar, and, where asked to, makes the browser remember that it was asked for
 * access to all sites before, and that the answer was yes. That is not in force by this: the extension still has to ask,
 * in a click, and is answered without a prompt. A headless browser shows no prompt that could be clicked, and waits for
 * ever.
 *
 * @param {string} profile folder of a profile; one that has been used is left alone
 * @param {{ answerPrompts: boolean }} options
 */
function seedPreferences(profile, { answerPrompts }) {
  const folder = join(profile, 'Default')
  const preferences = join(folder, 'Preferences')
  if (existsSync(preferences)) return
  const granted = { api: [], explicit_host: ['<all_urls>'], manifest_permissions: [], scriptable_host: [] }
  const settings = {
    [EXTENSION_ID]: { runtime_granted_permissions: granted, granted_permissions: granted },
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    preferences,
    JSON.stringify({
      extensions: {
        pinned_extensions: [EXTENSION_ID],
        ui: { developer_mode: true },
        ...(answerPrompts ? { settings } : {}),
      },
    }),
  )
}

/** Chrome and Edge ignore --load-extension since 137; their test builds and Chromium do not. */
const isBranded = (/** @type {string} */ path) =>
  /google[ /\\-]chrome(?! for testing)|microsoft[ -]edge|msedge/i.test(path)

/**
 * The service worker of the extension, once it runs.
 *
 * @param {import('playwright').BrowserContext} context
 * @returns {Promise<import('playwright').Worker>}
 */
export async function extensionWorker(context) {
  const [worker] = context.serviceWorkers()
  return worker ?? (await context.waitForEvent('serviceworker', { timeout: 20_000 }))
}

/**
 * The extension's id.
 *
 * @param {import('playwright').BrowserContext} context
 */
export const extensionIdOf = async (context) => new URL((await extensionWorker(context)).url()).host
