import { describe, expect, it } from 'vitest'
import { checkRules, checkSelector } from './check-rules.ts'

const anything = () => true

describe('checkSelector', () => {
  it.each(['', ' ', '.a', 'a[b="]"]', ":is(.a, [b='('])", '.\\[a', 'a/* ( */ b', '[a="\\""]', '[a=")\\\\"]'])(
    'has nothing against %j',
    (selector) => {
      expect(checkSelector(selector, anything)).toBeNull()
    },
  )

  it.each(['[a', ':is(a', 'a)', '[a="x', 'a /*', 'a\\', ':is([a)]', ':not(:is(a)', '[a="\n"]', 'a{', "'"])(
    'refuses %j, which would swallow the rules behind it',
    (selector) => {
      expect(checkSelector(selector, anything)).toMatch(/not complete/)
    },
  )

  it('asks whether the rest is a selector', () => {
    expect(checkSelector('..a', (text) => text !== '..a')).toBe('“..a” is not a CSS selector.')
    expect(checkSelector('a'.repeat(501), anything)).toMatch(/at most 500 characters/)
  })
})

describe('checkRules', () => {
  it('names the list and the rule of each problem', () => {
    const problems = checkRules(
      {
        maskSelectors: ['.a', '[b'],
        blockSelectors: ['nope'],
        unmaskSelectors: [''],
        maskPatterns: ['ORD-\\d+', '(a+)+', '', '('],
      },
      (text) => text !== 'nope',
    )
    expect(problems.map(({ list, rule }) => [list, rule])).toEqual([
      ['maskSelectors', '[b'],
      ['blockSelectors', 'nope'],
      ['maskPatterns', '(a+)+'],
      ['maskPatterns', '('],
    ])
  })
})
