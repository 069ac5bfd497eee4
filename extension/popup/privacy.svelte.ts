import browser from 'webextension-polyfill'
import { request } from '../../shared/protocol/client.ts'
import type { HighlightState } from '../../shared/protocol/highlight.ts'
import type { SiteReply } from '../../shared/protocol/requests.ts'
import { originOfPage, type SiteSettings } from '../../shared/protocol/site-settings.ts'
import type { Level } from './levels.ts'

/** What is masked on the tab's site, and whether its page shows it. @param tabId of the tab that the popup acts on */
export function openPrivacy(tabId: () => number) {
  let site = $state.raw<SiteReply | null>(null)
  let highlight = $state.raw<HighlightState | null>(null)
  let level: Level = 'standard'

  /** Again, when another level was chosen meanwhile. */
  async function show(settings: SiteSettings | null): Promise<void> {
    const used = level
    highlight = await request('highlight.show', { tabId: tabId(), settings, level: used })
    if (level !== used) await show(settings)
  }

  return {
    /** Null while the browser hides the tab's address. */
    get site() {
      return site
    },
    get highlighted() {
      return highlight?.shown ?? false
    },
    /** Reads what is kept for the site that the tab shows. */
    async load(): Promise<void> {
      const tab = await browser.tabs.get(tabId()).catch(() => undefined)
      const origin = originOfPage(tab?.url)
      site = origin === null ? null : await request('site.get', { origin })
      highlight = origin === null ? null : await request('highlight.state', { tabId: tabId() })
    },
    /** Shows or hides on the page what is masked there. */
    async toggle(settings: SiteSettings | null): Promise<void> {
      if (highlight?.shown) highlight = await request('highlight.hide', { tabId: tabId() })
      else await show(settings)
    },
    /** Shows by other rules what is shown already. Null: by those that are kept. */
    async preview(settings: SiteSettings | null): Promise<void> {
      if (!highlight?.shown) return
      // It may have been closed on the page meanwhile.
      highlight = await request('highlight.state', { tabId: tabId() })
      if (highlight.shown) await show(settings)
    },
    /** The level of a recording to come. */
    useLevel(next: Level): void {
      level = next
    },
  }
}
