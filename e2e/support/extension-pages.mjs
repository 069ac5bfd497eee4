/**
 * The browser's number of a tab, by which the popup, opened as a page, is told which tab to act on.
 *
 * @param {import('playwright').Worker} worker of the extension
 * @param {import('playwright').Page} page
 * @returns {Promise<number>}
 */
export async function tabIdOf(worker, page) {
  // The extension does not see the address of a tab before it has access to the site; it sees which tab is in front.
  await page.bringToFront()
  const [tab] = await worker.evaluate(() =>
    chrome.tabs.query({ active: true, lastFocusedWindow: true, windowType: 'normal' }),
  )
  if (tab?.id === undefined) throw new Error(`No tab is in front after ${page.url()} was brought there`)
  return tab.id
}

/**
 * The popup, opened as a page, acting on a tab.
 *
 * @param {import('playwright').BrowserContext} context
 * @param {string} extensionId
 * @param {number} tabId
 */
export async function openPopup(context, extensionId, tabId) {
  const popup = await context.newPage()
  await popup.goto(`chrome-extension://${extensionId}/extension/popup/popup.html?tabId=${tabId}`)
  return popup
}
