import browser from 'webextension-polyfill'
import { request } from '../../shared/protocol/client.ts'
import type { SiteReply } from '../../shared/protocol/requests.ts'
import {
  hostOf,
  RULE_LISTS,
  sitePattern,
  type RuleList,
  type SiteConsent,
  type SiteSettings,
} from '../../shared/protocol/site-settings.ts'
import { checkConsent } from './check-consent.ts'
import { checkDraft, rulesOfText } from './check-draft.ts'

/** What is being written: each list as a text with one rule a line. */
type Draft = Pick<SiteSettings, 'level' | 'maskEmails' | 'recordBodies' | 'mode'> &
  Record<RuleList, string> & { consent: SiteConsent }

/** The state of the form for one site. */
export function openSiteEditor(site: SiteReply) {
  let kept = $state.raw(site)
  let draft = $state(draftOf(site.settings))
  let problem = $state<string | null>(null)
  let busy = $state(false)
  /** What was kept before it was reset. */
  let undo = $state.raw<SiteSettings | null>(null)
  const settings = $derived(settingsOf(draft))
  /** Whether the browser gives access to the site; null while that is not known. */
  let access = $state<boolean | null>(null)
  const consentProblems = $derived(checkConsent(settings.consent))
  const checked = $derived(checkDraft(settings))
  const changed = $derived(JSON.stringify(settings) !== JSON.stringify(kept.settings))

  /** @returns whether it was done */
  async function act(run: () => Promise<SiteReply>): Promise<boolean> {
    busy = true
    problem = null
    try {
      kept = await run()
      draft = draftOf(kept.settings)
      return true
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error)
      return false
    } finally {
      busy = false
    }
  }

  const origins = [sitePattern(site.origin)]
  const readAccess = async () => (access = await browser.permissions.contains({ origins }))
  readAccess().catch(() => undefined)

  /**
   * Asks for access, where every visit is to be recorded. Browsers take the question in the click only, and Firefox
   * closes the popup for it: nothing may be waited for before, and what is saved may not wait for the answer.
   */
  const askForAccess = (): Promise<unknown> =>
    settings.mode === 'all' && access !== true ? browser.permissions.request({ origins }) : Promise.resolve()

  const save = (next: SiteSettings) => request('site.save', { origin: site.origin, settings: next })

  return {
    origin: site.origin,
    host: hostOf(site.origin),
    get draft() {
      return draft
    },
    get kept() {
      return kept
    },
    get settings() {
      return settings
    },
    get checked() {
      return checked
    },
    get consentProblems() {
      return consentProblems
    },
    get access() {
      return access
    },
    /** Whether what is written can be kept. */
    get canSave() {
      const { cookie, storageKey } = consentProblems
      const named = settings.mode === 'manual' || (cookie === null && storageKey === null)
      return checked.excess === null && named
    },
    get changed() {
      return changed
    },
    get problem() {
      return problem
    },
    get busy() {
      return busy
    },
    get canUndo() {
      return undo !== null
    },
    /** @returns whether it was done, with all that it needs */
    save: async (): Promise<boolean> => {
      undo = null
      const next = settings
      const asked = askForAccess().catch(() => undefined)
      const saved = await act(() => save(next))
      await asked
      await readAccess()
      return saved && (next.mode === 'manual' || access === true)
    },
    reset: async (): Promise<void> => {
      const before = kept.settings
      if (await act(() => request('site.reset', { origin: site.origin }))) undo = before
    },
    undoReset: async (): Promise<void> => {
      const before = undo
      if (before && (await act(() => save(before)))) undo = null
    },
  }
}

export type SiteEditorState = ReturnType<typeof openSiteEditor>

function draftOf(settings: SiteSettings): Draft {
  const { level, maskEmails, recordBodies, mode, consent } = settings
  const texts = Object.fromEntries(RULE_LISTS.map((list) => [list, settings[list].join('\n')]))
  return {
    level,
    maskEmails,
    recordBodies,
    mode,
    consent: { ...consent },
    ...(texts as Record<RuleList, string>),
  }
}

function settingsOf(draft: Draft): SiteSettings {
  const { cookie, storageKey, event } = draft.consent
  return {
    level: draft.level,
    maskEmails: draft.maskEmails,
    recordBodies: draft.recordBodies,
    maskSelectors: rulesOfText('maskSelectors', draft.maskSelectors),
    blockSelectors: rulesOfText('blockSelectors', draft.blockSelectors),
    unmaskSelectors: rulesOfText('unmaskSelectors', draft.unmaskSelectors),
    maskPatterns: rulesOfText('maskPatterns', draft.maskPatterns),
    mode: draft.mode,
    consent: { cookie: cookie.trim(), storageKey: storageKey.trim(), event },
  }
}
