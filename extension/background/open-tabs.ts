import browser, { type Tabs } from 'webextension-polyfill'
import { originOfPage } from '../../shared/protocol/site-settings.ts'
import { pageAccess } from './access.ts'
import { armOpenDocument } from './arming.ts'
import { recordingOf } from './recording.ts'
import { automaticOrigins } from './sites.ts'

/**
 * Documents that were open before their site was armed: when the browser starts, or the extension is updated, tabs are
 * there before the worker is, and when somebody lets every visit be recorded, the site is often open. Each gets a relay,
 * which asks what it is to do, like those of new documents.
 */

const KEY = 'open-tabs-armed'

/** Once in a run of the browser, or of the extension: documents that come later are armed as they load. */
export async function armOpenTabsOnce(): Promise<void> {
  const { [KEY]: isDone } = await browser.storage.session.get(KEY)
  if (isDone === true) return
  await armOpenTabs()
  await browser.storage.session.set({ [KEY]: true })
}

/**
 * Puts a relay into the open documents of sites of which every visit is recorded. Documents that have one keep it, tabs
 * that are recorded and pages that cannot be scripted are passed over.
 *
 * @param only of these origins; by default of all
 */
export async function armOpenTabs(only?: readonly string[]): Promise<void> {
  const origins = new Set(await automaticOrigins())
  const wanted = only ? only.filter((origin) => origins.has(origin)) : [...origins]
  if (wanted.length === 0) return
  const tabs = await browser.tabs.query({})
  await Promise.all(tabs.map((tab) => armTab(tab, new Set(wanted))))
}

async function armTab(tab: Tabs.Tab, origins: ReadonlySet<string>): Promise<void> {
  const { id, url, discarded } = tab
  const origin = originOfPage(url)
  // A tab that was put to sleep is armed when it loads again.
  if (id === undefined || origin === null || !origins.has(origin) || discarded) return
  const page = await pageAccess(tab)
  if (!page.recordable || !page.granted || (await recordingOf(id))) return
  try {
    await armOpenDocument(id)
  } catch {
    // An error page, or one that has gone meanwhile.
  }
}
