import browser, { type Tabs } from 'webextension-polyfill'
import type { Unrecordable } from '../../shared/protocol/requests.ts'
import { sitePattern } from '../../shared/protocol/site-settings.ts'

/** What may be recorded of a tab's page; `origin` is null while the browser hides the tab's address. */
export type PageAccess =
  | { recordable: true; origin: string | null; pattern: string; granted: boolean }
  | { recordable: false; reason: Unrecordable; sentence: string }

const SENTENCES: Record<Unrecordable, string> = {
  'browser-page': "This is a page of the browser's own. Open the site that you want to record.",
  store:
    'Browsers do not let extensions record their extension store. Open the site that you want to record.',
  pdf: "The browser's PDF viewer cannot be recorded. Open the page that links to the document.",
  file: 'Files on this computer cannot be recorded. Serve them over http://localhost, and open that.',
  'no-tab': 'This tab was closed.',
}

/** Chrome's, Edge's and Firefox's extension stores, which no extension may script. */
const STORE_HOSTS = new Set([
  'chromewebstore.google.com',
  'microsoftedge.microsoft.com',
  'addons.mozilla.org',
  'accounts.firefox.com',
])

/** @param tab as `tabs.get` gives it: its URL is hidden where the extension has no access, and not even activeTab */
export async function pageAccess(tab: Tabs.Tab | undefined): Promise<PageAccess> {
  if (!tab) return refuse('no-tab')
  if (!tab.url) {
    // With access to all sites only the browser's own pages are hidden; without it, it may be a site.
    const granted = await browser.permissions.contains({ origins: [ALL_SITES] })
    return granted ? refuse('browser-page') : { recordable: true, origin: null, pattern: ALL_SITES, granted }
  }
  const url = new URL(tab.url)
  if (url.protocol === 'file:') return refuse('file')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('browser-page')
  if (
    STORE_HOSTS.has(url.hostname) ||
    (url.hostname === 'chrome.google.com' && url.pathname.startsWith('/webstore'))
  ) {
    return refuse('store')
  }
  if (/\.pdf$/i.test(url.pathname)) return refuse('pdf')
  const pattern = sitePattern(url.href)
  return {
    recordable: true,
    origin: url.origin,
    pattern,
    granted: await browser.permissions.contains({ origins: [pattern] }),
  }
}

const ALL_SITES = '<all_urls>'

function refuse(reason: Unrecordable): PageAccess {
  return { recordable: false, reason, sentence: SENTENCES[reason] }
}
