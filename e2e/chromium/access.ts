import type { Page } from '@playwright/test'

/**
 * Gives the extension access to the sites of a match pattern, as the tester does in the browser's question, which
 * headless Chromium answers with yes.
 */
export async function grantAccess(inside: Page, pattern: string): Promise<void> {
  // The question has to come from the page in front.
  await inside.bringToFront()
  const granted = await inside.evaluate(
    (origin) => chrome.permissions.request({ origins: [origin] }),
    pattern,
  )
  if (!granted) throw new Error(`The browser did not grant ${pattern}`)
}

/** Makes the browser's question in this page be answered with no. */
export async function declineAccess(popup: Page): Promise<void> {
  await popup.evaluate(() => {
    const apis = globalThis as unknown as Record<'browser' | 'chrome', typeof chrome | undefined>
    for (const api of [apis.browser, apis.chrome])
      if (api) Object.defineProperty(api.permissions, 'request', { value: () => Promise.resolve(false) })
  })
}
