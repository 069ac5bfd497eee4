import browser from 'webextension-polyfill'
import { sitePattern } from '../../shared/protocol/site-settings.ts'
import lateRelayScript from '../content/late-relay.iife.ts?iife'
import relayScript from '../content/relay.iife.ts?iife'
import pageScript from '../page/main.iife.ts?iife'
import { automaticOrigins } from './sites.ts'

const PAGE_SCRIPT_ID = 'recorder-page'
const RELAY_SCRIPT_ID = 'recorder-relay'

/**
 * Lets every new document of some sites start recording at document_start: while something is recorded, of all sites
 * with access, since a recorded tab may go to any of them; otherwise of those of which every visit is recorded.
 * Documents that are not recorded are told so at once, and undo it.
 *
 * @param isRecording whether something is recorded; asked when it is this call's turn
 */
export function armSites(isRecording: () => Promise<boolean>): Promise<void> {
  const armed = arming.then(async () => register(await isRecording()))
  arming = armed.catch(() => undefined)
  return armed
}

/** One after the other: between asking what is registered and registering, nobody else may. */
let arming: Promise<void> = Promise.resolve()

async function register(recording: boolean): Promise<void> {
  const { origins = [] } = await browser.permissions.getAll()
  const automatic = await grantedPatterns(await automaticOrigins())
  const matches = recording ? origins : automatic
  if (matches.length === 0) {
    await disarmSites()
    return
  }
  // The browser's start is no time to miss a visit.
  const persistAcrossSessions = automatic.length > 0
  const everyDocument = { matches, runAt: 'document_start', persistAcrossSessions } as const
  const scripts = [
    { ...everyDocument, id: PAGE_SCRIPT_ID, js: [pageScript], world: 'MAIN' as const },
    { ...everyDocument, id: RELAY_SCRIPT_ID, js: [relayScript] },
  ]
  if ((await registeredScripts()).length > 0) await browser.scripting.updateContentScripts(scripts)
  else await browser.scripting.registerContentScripts(scripts)
}

async function grantedPatterns(origins: readonly string[]): Promise<string[]> {
  const patterns = [...new Set(origins.map((origin) => sitePattern(origin)))]
  const granted = await Promise.all(
    patterns.map((pattern) => browser.permissions.contains({ origins: [pattern] })),
  )
  return patterns.filter((_, i) => granted[i])
}

async function disarmSites(): Promise<void> {
  const ids = (await registeredScripts()).map(({ id }) => id)
  if (ids.length > 0) await browser.scripting.unregisterContentScripts({ ids })
}

/**
 * Starts the recorder in the document that a tab shows now.
 *
 * @throws {Error} when the browser does not let this page be scripted
 */
export async function armDocument(tabId: number): Promise<void> {
  await armPage(tabId)
  await browser.scripting.executeScript({ target: { tabId }, files: [relayScript], injectImmediately: true })
}

/**
 * Lets the document that a tab shows now ask whether it is recorded, unless it has asked already. The recorder comes
 * when it is.
 *
 * @throws {Error} when the browser does not let this page be scripted
 */
export async function armOpenDocument(tabId: number): Promise<void> {
  await browser.scripting.executeScript({
    target: { tabId },
    files: [lateRelayScript],
    injectImmediately: true,
  })
}

/** Puts the recorder into the document that a tab shows now, where the relay is there already. */
export async function armPage(tabId: number): Promise<void> {
  await browser.scripting.executeScript({
    target: { tabId },
    files: [pageScript],
    world: 'MAIN',
    injectImmediately: true,
  })
}

function registeredScripts() {
  return browser.scripting.getRegisteredContentScripts({ ids: [PAGE_SCRIPT_ID, RELAY_SCRIPT_ID] })
}
