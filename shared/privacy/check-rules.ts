import { compilePattern } from './check-pattern.ts'
import { slice, trim } from './natives.ts'

/** Rules of a site's own, as they were written. */
export interface RuleLists {
  maskSelectors: string[]
  blockSelectors: string[]
  unmaskSelectors: string[]
  maskPatterns: string[]
}

/** A rule that cannot be used, as it was written, and why. */
export interface RuleProblem {
  list: keyof RuleLists
  rule: string
  sentence: string
}

/** Longer than any selector that somebody writes. Characters. */
const MAX_SELECTOR_LENGTH = 500

const SELECTOR_LISTS = ['maskSelectors', 'blockSelectors', 'unmaskSelectors'] as const

/**
 * What cannot be used of `rules`, in the order in which it was written. Blank rules are no problem.
 *
 * @param isSelector whether a text is a CSS selector: the browser knows where there is a document
 */
export function checkRules(rules: RuleLists, isSelector: (text: string) => boolean): RuleProblem[] {
  const problems: RuleProblem[] = []
  for (const list of SELECTOR_LISTS) {
    for (const rule of rules[list]) {
      const sentence = checkSelector(rule, isSelector)
      if (sentence !== null) problems.push({ list, rule, sentence })
    }
  }
  for (const rule of rules.maskPatterns) {
    const result = rule.trim() === '' ? null : compilePattern(rule)
    if (result && 'sentence' in result)
      problems.push({ list: 'maskPatterns', rule, sentence: result.sentence })
  }
  return problems
}

/** Why a selector of a site's own is not used, in a sentence; null when it is, or is blank. */
export function checkSelector(selector: string, isSelector: (text: string) => boolean): string | null {
  if (trim(selector) === '') return null
  if (selector.length > MAX_SELECTOR_LENGTH) {
    return `A selector has at most ${MAX_SELECTOR_LENGTH} characters; this one has ${selector.length}.`
  }
  if (!isClosed(selector)) return `“${selector}” is not complete: a bracket, quote or comment is left open.`
  return isSelector(selector) ? null : `“${selector}” is not a CSS selector.`
}

/**
 * Whether everything that `selector` opens is closed. Browsers close the rest themselves (CSS Syntax 3, 5.4.7), so such
 * a selector is valid alone; in a list of several it would swallow those that follow.
 */
function isClosed(selector: string): boolean {
  let open = ''
  for (let i = 0; i < selector.length; i++) {
    const character = selector[i]!
    if (character === '\\') {
      if (++i === selector.length) return false
    } else if (character === '"' || character === "'") {
      i = endOfString(selector, i)
      if (i === -1) return false
    } else if (character === '/' && selector[i + 1] === '*') {
      i = endOfComment(selector, i + 2)
      if (i === -1) return false
    } else if (character === '(') open += ')'
    else if (character === '[') open += ']'
    else if (character === '{' || character === '}') return false
    else if (character === ')' || character === ']') {
      if (open === '' || open[open.length - 1] !== character) return false
      open = slice(open, 0, -1)
    }
  }
  return open === ''
}

function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '\n') return -1
    else if (text[i] === text[start]) return i
  }
  return -1
}

function endOfComment(text: string, start: number): number {
  for (let i = start; i + 1 < text.length; i++) if (text[i] === '*' && text[i + 1] === '/') return i + 1
  return -1
}
