import { checkRules, type RuleProblem } from '../../shared/privacy/check-rules.ts'
import {
  findExcess,
  RULE_LISTS,
  type MaskingRules,
  type RuleList,
} from '../../shared/protocol/site-settings.ts'

/** The rules of a text with one a line. Space around a selector is none of it; in a pattern it may matter. */
export function rulesOfText(list: RuleList, text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '')
  return list === 'maskPatterns' ? lines : lines.map((line) => line.trim())
}

/** What is said about rules that are being written. */
export interface Checked {
  /** Why they cannot be saved; null when they can. */
  excess: string | null
  /** Rules that will not be used. */
  problems: RuleProblem[]
  /** Rules that do more than somebody may have meant. */
  notes: RuleProblem[]
}

const WHOLE_PAGE: Record<Exclude<RuleList, 'maskPatterns'>, string> = {
  maskSelectors: 'all of its text is masked',
  blockSelectors: 'nothing of it is recorded',
  unmaskSelectors: 'all of it is shown but for what is secret by itself',
}

/** Checks rules as the browser will understand them. Too many are not looked at one by one. */
export function checkDraft(rules: MaskingRules): Checked {
  const excess = findExcess(rules)
  if (excess !== null) return { excess, problems: [], notes: [] }
  const problems = checkRules(rules, isSelector)
  const notes: RuleProblem[] = []
  for (const list of RULE_LISTS) {
    if (list === 'maskPatterns') continue
    for (const rule of rules[list]) {
      if (fitsWholePage(rule))
        notes.push({ list, rule, sentence: `“${rule}” fits the whole page: ${WHOLE_PAGE[list]}.` })
    }
  }
  return { excess, problems, notes }
}

function isSelector(text: string): boolean {
  try {
    document.createElement('i').matches(text)
    return true
  } catch {
    return false
  }
}

/** This page has a root and a body like any other. */
function fitsWholePage(selector: string): boolean {
  try {
    return document.documentElement.matches(selector) || document.body.matches(selector)
  } catch {
    return false
  }
}
