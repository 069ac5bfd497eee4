import browser from 'webextension-polyfill'
import relayScript from '../content/relay.iife.ts?iife'
import pageScript from '../page/main.iife.ts?iife'

const PAGE_SCRIPT_ID = 'recorder-page'
const RELAY_SCRIPT_ID = 'recorder-relay'

/**
 * Lets every new document of the sites with access start recording at document_start. Documents of other tabs are told
 * at once that they are not recorded, and undo it. While something is recorded the scripts stay registered throughout.
 */
export async function armSites(): Promise<void> {
  const { origins = [] } = await browser.permissions.getAll()
  if (origins.length === 0) return
  const everyDocument = { matches: origins, runAt: 'document_start', persistAcrossSessions: false } as const
  const scripts = [
    { ...everyDocument, id: PAGE_SCRIPT_ID, js: [pageScript], world: 'MAIN' as const },
    { ...everyDocument, id: RELAY_SCRIPT_ID, js: [relayScript] },
  ]
  if ((await registeredScripts()).length > 0) await browser.scripting.updateContentScripts(scripts)
  else await browser.scripting.registerContentScripts(scripts)
}

export async function disarmSites(): Promise<void> {
  const ids = (await registeredScripts()).map(({ id }) => id)
  if (ids.length > 0) await browser.scripting.unregisterContentScripts({ ids })
}

/**
 * Starts the recorder in the document that a tab shows now.
 *
 * @throws {Error} when the browser does not let this page be scripted
 */
export async function armDocument(tabId: number): Promise<void> {
  const target = { tabId }
  await browser.scripting.executeScript({
    target,
    files: [pageScript],
    world: 'MAIN',
    injectImmediately: true,
  })
  await browser.scripting.executeScript({ target, files: [relayScript], injectImmediately: true })
}

function registeredScripts() {
  return browser.scripting.getRegisteredContentScripts({ ids: [PAGE_SCRIPT_ID, RELAY_SCRIPT_ID] })
}
