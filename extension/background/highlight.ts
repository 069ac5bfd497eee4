import browser from 'webextension-polyfill'
import highlightScript from '../content/highlight.iife.ts?iife'
import type { HighlightCommand, HighlightState } from '../../shared/protocol/highlight.ts'
import { checkSiteSettings, mergeRules, type SiteSettings } from '../../shared/protocol/site-settings.ts'
import type { MaskingLevel } from '../../shared/session/metadata.ts'
import { pageAccess } from './access.ts'
import { BackgroundProblem } from './problem.ts'
import { recordingOf } from './recording.ts'
import { readSite } from './sites.ts'

/** Shows, on the page of a tab, what is masked there: by the rules that are kept, or by those that are being written. */

const NOTHING: HighlightState = { shown: false, masked: 0, blocked: 0, problems: [] }

/**
 * @param draft settings that are not saved yet; null for those that are
 * @param level that a recording would have; one that runs has its own
 * @throws {BackgroundProblem} when there is no access to the page
 */
export async function showHighlight(
  tabId: number,
  draft: SiteSettings | null,
  level: MaskingLevel,
): Promise<HighlightState> {
  const page = await pageAccess(await browser.tabs.get(tabId).catch(() => undefined))
  if (!page.recordable) throw new BackgroundProblem('not-recordable', page.sentence)
  if (page.origin === null) throw new BackgroundProblem('access-denied', NO_ACCESS)
  const row = await recordingOf(tabId)
  const own = checkedDraft(draft) ?? (await readSite(page.origin)).settings
  const firstOrigin = row?.origin ?? page.origin
  const first = firstOrigin === page.origin ? null : (await readSite(firstOrigin)).settings
  const rules = mergeRules(own, first, row?.metadata.maskingLevel ?? level)
  const command: HighlightCommand = { highlight: 'show', rules }
  const shown = await send(tabId, command)
  if (shown) return shown
  try {
    await browser.scripting.executeScript({ target: { tabId }, files: [highlightScript] })
  } catch {
    throw new BackgroundProblem('access-denied', NO_ACCESS)
  }
  return (await send(tabId, command)) ?? NOTHING
}

const NO_ACCESS =
  'QA Replay has no access to this page. Click its button in the toolbar while the page is in front, or record the site once.'

function checkedDraft(draft: SiteSettings | null): SiteSettings | null {
  if (draft === null) return null
  const checked = checkSiteSettings(draft)
  if ('sentence' in checked) throw new BackgroundProblem('bad-request', checked.sentence)
  return checked.settings
}

export async function hideHighlight(tabId: number): Promise<HighlightState> {
  return (await send(tabId, { highlight: 'hide' })) ?? NOTHING
}

/** What a tab shows now. */
export async function highlightState(tabId: number): Promise<HighlightState> {
  return (await send(tabId, { highlight: 'ask' })) ?? NOTHING
}

/** Null when the page has no highlight that could answer. */
async function send(tabId: number, command: HighlightCommand): Promise<HighlightState | null> {
  const answer = await browser.tabs
    .sendMessage<HighlightCommand, HighlightState | undefined>(tabId, command, { frameId: 0 })
    .catch(() => undefined)
  return answer ?? null
}
