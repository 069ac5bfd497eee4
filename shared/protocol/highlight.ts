import type { DocumentRules, RuleList } from './site-settings.ts'

/**
 * The element that shows on a page what is masked on it. It is no part of a recording: the masks leave it out, with all
 * that happens to it.
 */
export const HIGHLIGHT_TAG = 'qa-replay-highlight'

/** From the background to the highlight of a document, by `tabs.sendMessage`. */
export type HighlightCommand =
  { highlight: 'show'; rules: DocumentRules } | { highlight: 'hide' } | { highlight: 'ask' }

/** What the highlight answers, and what is shown now. */
export interface HighlightState {
  shown: boolean
  /** How many places are masked, and how many are left out, on the whole page. */
  masked: number
  blocked: number
  /** Rules that the browser cannot use. */
  problems: { list: RuleList; rule: string; sentence: string }[]
}
