// Lets Playwright attach to DevTools' own windows. Read when the browser is launched, so this file is imported first.
process.env['PW_CHROMIUM_ATTACH_TO_OTHER'] = '1'

import { expect, type BrowserContext, type Frame, type Page } from '@playwright/test'

/** Switches that open DevTools with every tab. */
export const DEVTOOLS_ARGS = ['--auto-open-devtools-for-tabs', '--window-size=1600,1000']

/** What is used of DevTools' own modules. */
interface DevToolsUi {
  ViewManager: {
    ViewManager: { instance(): { views: Map<string, unknown>; showView(key: string): Promise<void> } }
  }
}

/** Opens the panel in the DevTools that inspect a tab; gives the DevTools' window, and the panel's frame in it. */
export async function openDevToolsPanel(
  context: BrowserContext,
  extensionId: string,
  tabId: number,
): Promise<{ devtools: Page; panel: Frame }> {
  let devtools: Page | undefined
  await expect
    .poll(async () => (devtools = await inspectorOf(context, tabId)) !== undefined, { timeout: 30_000 })
    .toBe(true)
  await expect
    .poll(() => devtools!.evaluate(showExtensionView, `chrome-extension://${extensionId}`), {
      timeout: 30_000,
    })
    .toBe(true)
  let panel: Frame | undefined
  await expect
    .poll(
      () => (panel = devtools!.frames().find((frame) => frame.url().endsWith('/devtools-panel/panel.html'))),
    )
    .toBeDefined()
  return { devtools: devtools!, panel: panel! }
}

/** The DevTools window whose extension page says that it inspects this tab. */
async function inspectorOf(context: BrowserContext, tabId: number): Promise<Page | undefined> {
  for (const page of context.pages().filter((candidate) => candidate.url().startsWith('devtools://'))) {
    const frame = page.frames().find((candidate) => candidate.url().endsWith('/devtools-panel/devtools.html'))
    const inspected = await frame
      ?.evaluate(() => chrome.devtools.inspectedWindow.tabId)
      .catch(() => undefined)
    if (inspected === tabId) return page
  }
  return undefined
}

/** Runs in DevTools: selects the view that an extension has added. */
async function showExtensionView(prefix: string): Promise<boolean> {
  const path = './ui/legacy/legacy.js'
  const { ViewManager } = (await import(/* @vite-ignore */ path)) as DevToolsUi
  const manager = ViewManager.ViewManager.instance()
  const key = [...manager.views.keys()].find((candidate) => candidate.startsWith(prefix))
  if (key === undefined) return false
  await manager.showView(key)
  return true
}
