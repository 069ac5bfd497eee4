import { describe, expect, it } from 'vitest'
import type { MaskingRules } from '../../../shared/protocol/site-settings.ts'
import { compileRules } from './rules.ts'

const compile = (rules: Partial<MaskingRules>) =>
  compileRules({
    level: 'standard',
    maskEmails: true,
    recordBodies: true,
    maskSelectors: [],
    blockSelectors: [],
    unmaskSelectors: [],
    maskPatterns: [],
    ...rules,
  })

describe('compileRules', () => {
  it('joins selectors, and gives null where there are none', () => {
    const { rules, problems } = compile({ maskSelectors: ['.a', '#b > c', ' '], blockSelectors: [] })
    expect([rules.maskSelector, rules.blockSelector, rules.unmaskSelector, problems]).toEqual([
      '.a,#b > c',
      null,
      null,
      [],
    ])
  })

  it('tells what cannot be used, and keeps the rest', () => {
    const { rules, problems } = compile({
      maskSelectors: ['.a', '..b'],
      blockSelectors: ['[c'],
      unmaskSelectors: ['d'],
      maskPatterns: ['ORD-\\d+', '(a+)+', '('],
    })
    expect([rules.maskSelector, rules.blockSelector, rules.unmaskSelector]).toEqual(['.a', null, 'd'])
    expect(rules.patterns.map(String)).toEqual(['/ORD-\\d+/gu'])
    expect(problems.map(({ rule }) => rule)).toEqual(['..b', '[c', '(a+)+', '('])
    for (const { sentence } of problems) expect(sentence).toMatch(/^.*“.*\.$/)
  })

  it('bounds how many patterns are run', () => {
    const { rules, problems } = compile({ maskPatterns: Array.from({ length: 110 }, (_, i) => `x${i}`) })
    expect([rules.patterns.length, problems.length]).toEqual([100, 10])
  })
})
