import type { DocumentRules } from '../../../shared/protocol/site-settings.ts'
import type { MaskingLevel } from '../../../shared/session/metadata.ts'
import { compilePattern, MAX_PATTERNS } from '../../../shared/privacy/check-pattern.ts'
import { checkSelector, type RuleProblem } from '../../../shared/privacy/check-rules.ts'
import { trim } from '../../../shared/privacy/natives.ts'
import { isValidSelector } from './live-dom.ts'

/** Rules ready for use. Selectors are lists, joined; null when there are none. */
export interface CompiledRules {
  level: MaskingLevel
  maskEmails: boolean
  recordBodies: boolean
  maskSelector: string | null
  /** Part of `maskSelector`: what is shown there stays masked. */
  firmSelector: string | null
  blockSelector: string | null
  unmaskSelector: string | null
  patterns: RegExp[]
}

/** Compiles `rules`. What cannot be used is told in `problems`, the other rules keep working. Never throws. */
export function compileRules(rules: DocumentRules): { rules: CompiledRules; problems: RuleProblem[] } {
  const problems: RuleProblem[] = []
  const selector = (list: SelectorList) => joinSelectors(rules[list], list, problems)
  return {
    rules: {
      level: rules.level,
      maskEmails: rules.maskEmails,
      recordBodies: rules.recordBodies,
      maskSelector: selector('maskSelectors'),
      firmSelector: joinSelectors(rules.firmMaskSelectors ?? [], 'maskSelectors', []),
      blockSelector: selector('blockSelectors'),
      unmaskSelector: selector('unmaskSelectors'),
      patterns: compilePatterns(rules.maskPatterns, problems),
    },
    problems,
  }
}

type SelectorList = 'maskSelectors' | 'blockSelectors' | 'unmaskSelectors'

function joinSelectors(selectors: string[], list: SelectorList, problems: RuleProblem[]): string | null {
  let joined = ''
  for (let i = 0; i < selectors.length; i++) {
    const rule = selectors[i]!
    if (trim(rule) === '') continue
    const sentence = checkSelector(rule, isValidSelector)
    if (sentence === null) joined += joined === '' ? rule : ',' + rule
    else problems[problems.length] = { list, rule, sentence }
  }
  return joined === '' ? null : joined
}

function compilePatterns(patterns: string[], problems: RuleProblem[]): RegExp[] {
  const compiled: RegExp[] = []
  for (let i = 0; i < patterns.length; i++) {
    const rule = patterns[i]!
    if (trim(rule) === '') continue
    const result =
      compiled.length < MAX_PATTERNS
        ? compilePattern(rule)
        : { sentence: `Only ${MAX_PATTERNS} patterns are used at a time.` }
    if ('sentence' in result)
      problems[problems.length] = { list: 'maskPatterns', rule, sentence: result.sentence }
    else compiled[compiled.length] = result.pattern
  }
  return compiled
}
