import type { MaskingLevel } from '../../../shared/session/metadata.ts'
import { compilePattern, MAX_PATTERNS } from '../../../shared/privacy/check-pattern.ts'
import { isValidSelector } from './live-dom.ts'

/** What is masked on a site: the level, and rules of the site's own. Selectors are CSS, patterns are JavaScript's. */
export interface MaskingRules {
  level: MaskingLevel
  /** Whether email addresses and email fields are masked. */
  maskEmails: boolean
  /** Text and inputs in these are masked. */
  maskSelectors: string[]
  /** These are not recorded; a placeholder of the same size stands for them. */
  blockSelectors: string[]
  /** These are shown where `maskSelectors`, *strict* or a field's name would mask them. Never lifts what is secret by form. */
  unmaskSelectors: string[]
  /** Text that matches is masked. */
  maskPatterns: string[]
}

/** Rules ready for use. Selectors are lists, joined; null when there are none. */
export interface CompiledRules {
  level: MaskingLevel
  maskEmails: boolean
  maskSelector: string | null
  blockSelector: string | null
  unmaskSelector: string | null
  patterns: RegExp[]
}

/** A rule that cannot be used, as it was written, and why. */
export interface RuleProblem {
  rule: string
  sentence: string
}

/** Compiles `rules`. What cannot be used is told in `problems`, the other rules keep working. Never throws. */
export function compileRules(rules: MaskingRules): { rules: CompiledRules; problems: RuleProblem[] } {
  const problems: RuleProblem[] = []
  const selector = (selectors: string[]) => joinSelectors(selectors, problems)
  return {
    rules: {
      level: rules.level,
      maskEmails: rules.maskEmails,
      maskSelector: selector(rules.maskSelectors),
      blockSelector: selector(rules.blockSelectors),
      unmaskSelector: selector(rules.unmaskSelectors),
      patterns: compilePatterns(rules.maskPatterns, problems),
    },
    problems,
  }
}

function joinSelectors(selectors: string[], problems: RuleProblem[]): string | null {
  const valid: string[] = []
  for (const selector of selectors) {
    if (selector.trim() === '') continue
    if (isValidSelector(selector)) valid.push(selector)
    else problems.push({ rule: selector, sentence: `“${selector}” is not a CSS selector.` })
  }
  return valid.length > 0 ? valid.join(',') : null
}

function compilePatterns(patterns: string[], problems: RuleProblem[]): RegExp[] {
  const compiled: RegExp[] = []
  for (const pattern of patterns) {
    if (pattern.trim() === '') continue
    const result =
      compiled.length < MAX_PATTERNS
        ? compilePattern(pattern)
        : { sentence: `Only ${MAX_PATTERNS} patterns are used at a time.` }
    if ('sentence' in result) problems.push({ rule: pattern, sentence: result.sentence })
    else compiled.push(result.pattern)
  }
  return compiled
}
