import { request } from '../../shared/protocol/client.ts'
import type { SiteReply } from '../../shared/protocol/requests.ts'
import { hostOf, RULE_LISTS, type RuleList, type SiteSettings } from '../../shared/protocol/site-settings.ts'
import { checkDraft, rulesOfText } from './check-draft.ts'

/** What is being written: each list as a text with one rule a line. */
type Draft = Pick<SiteSettings, 'level' | 'maskEmails'> & Record<RuleList, string>

/** The state of the form for one site. */
export function openSiteEditor(site: SiteReply) {
  let kept = $state.raw(site)
  let draft = $state(draftOf(site.settings))
  let problem = $state<string | null>(null)
  let busy = $state(false)
  /** What was kept before it was reset. */
  let undo = $state.raw<SiteSettings | null>(null)
  const settings = $derived(settingsOf(draft, kept.settings))
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
    save: (): Promise<boolean> => {
      undo = null
      return act(() => save(settings))
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
  const { level, maskEmails } = settings
  const texts = Object.fromEntries(RULE_LISTS.map((list) => [list, settings[list].join('\n')]))
  return { level, maskEmails, ...(texts as Record<RuleList, string>) }
}

function settingsOf(draft: Draft, { mode, consent }: SiteSettings): SiteSettings {
  return {
    level: draft.level,
    maskEmails: draft.maskEmails,
    maskSelectors: rulesOfText('maskSelectors', draft.maskSelectors),
    blockSelectors: rulesOfText('blockSelectors', draft.blockSelectors),
    unmaskSelectors: rulesOfText('unmaskSelectors', draft.unmaskSelectors),
    maskPatterns: rulesOfText('maskPatterns', draft.maskPatterns),
    mode,
    consent,
  }
}
