import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkSiteSettings,
  defaultSiteSettings,
  MAX_RULES,
  MAX_RULE_LENGTH,
  mergeRules,
  parseSiteSettings,
  RULE_LISTS,
  siteOrigin,
  storedSiteSettings,
  type SiteSettings,
} from './site-settings.ts'

const rule = fc.string({ maxLength: 40 })
const settingsOf = fc.record({
  level: fc.constantFrom('standard' as const, 'strict' as const),
  maskEmails: fc.boolean(),
  recordBodies: fc.boolean(),
  maskSelectors: fc.array(rule, { maxLength: 5 }),
  blockSelectors: fc.array(rule, { maxLength: 5 }),
  unmaskSelectors: fc.array(rule, { maxLength: 5 }),
  maskPatterns: fc.array(rule, { maxLength: 5 }),
  mode: fc.constantFrom('manual' as const, 'all' as const),
  consent: fc.record({ cookie: rule, storageKey: rule, event: fc.boolean() }),
})

const withRules = (rules: Partial<SiteSettings>): SiteSettings => ({ ...defaultSiteSettings(), ...rules })

describe('parseSiteSettings', () => {
  it('gives what was stored', () => {
    fc.assert(
      fc.property(settingsOf, (settings) => {
        const stored = JSON.parse(JSON.stringify(storedSiteSettings(settings))) as unknown
        expect(parseSiteSettings(stored)).toEqual({ settings, problem: null })
      }),
    )
  })

  it('gives settings for whatever is there, and strict ones with a sentence when they cannot be read', () => {
    fc.assert(
      fc.property(fc.anything(), (stored) => {
        const { settings, problem } = parseSiteSettings(stored)
        expect(checkSiteSettings(settings)).toHaveProperty('settings')
        expect(stored === undefined).toBe(problem === null)
        expect(settings.level).toBe(problem === null ? 'standard' : 'strict')
      }),
    )
  })

  it('keeps the rules beside a damaged field', () => {
    const stored = { ...storedSiteSettings(withRules({ maskSelectors: ['.a'] })), maskPatterns: 'x' }
    const { settings, problem } = parseSiteSettings(stored)
    expect(settings).toEqual(withRules({ level: 'strict', maskSelectors: ['.a'] }))
    expect(problem).toMatch(/damaged/)
  })

  it('takes settings from before bodies were recorded as they are', () => {
    const { recordBodies, ...older } = storedSiteSettings(defaultSiteSettings())
    expect(parseSiteSettings(older)).toEqual({ settings: defaultSiteSettings(), problem: null })
    expect(recordBodies).toBe(true)
  })

  it('says that settings are of a newer build', () => {
    const { settings, problem } = parseSiteSettings({
      ...storedSiteSettings(withRules({ blockSelectors: ['.b'] })),
      version: 2,
      hideEverythingRed: true,
    })
    expect(settings).toEqual(withRules({ level: 'strict', blockSelectors: ['.b'] }))
    expect(problem).toMatch(/newer QA Replay/)
  })
})

describe('checkSiteSettings', () => {
  it('takes blank rules and repetitions away, and keeps what cannot be used', () => {
    expect(checkSiteSettings(withRules({ maskSelectors: ['.a', '', ' ', '..b', '.a'] }))).toEqual({
      settings: withRules({ maskSelectors: ['.a', '..b'] }),
    })
  })

  it.each(RULE_LISTS)('refuses more than the limit of %s, by its name', (list) => {
    const rules = Array.from({ length: 10_000 }, (_, i) => `.rule-${i}`)
    const result = checkSiteSettings(withRules({ [list]: rules }))
    expect(result).toEqual({ sentence: expect.stringContaining('10,000 rules') as string })
    expect(result).toEqual({ sentence: expect.stringContaining(`at most ${MAX_RULES[list]}`) as string })
    expect(checkSiteSettings(withRules({ [list]: rules.slice(0, MAX_RULES[list]) }))).toHaveProperty(
      'settings',
    )
  })

  it('refuses a rule that is too long', () => {
    const long = '.a'.repeat(MAX_RULE_LENGTH)
    expect(checkSiteSettings(withRules({ maskSelectors: [long] }))).toEqual({
      sentence: expect.stringContaining('2,000') as string,
    })
  })

  it.each([null, 1, 'x', [], {}, { level: 'standard' }, { ...defaultSiteSettings(), mode: 'sometimes' }])(
    'refuses %j',
    (value) => {
      expect(checkSiteSettings(value)).toEqual({ sentence: 'These are not the settings of a site.' })
    },
  )
})

describe('mergeRules', () => {
  it('hides whatever one of both sites hides, and shows only what the own one shows', () => {
    fc.assert(
      fc.property(settingsOf, settingsOf, fc.constantFrom('standard', 'strict'), (own, first, level) => {
        const merged = mergeRules(own, first, level)
        expect(merged.level).toBe([own.level, first.level, level].includes('strict') ? 'strict' : 'standard')
        expect(merged.maskEmails).toBe(own.maskEmails || first.maskEmails)
        expect(merged.recordBodies).toBe(own.recordBodies && first.recordBodies)
        expect(merged.unmaskSelectors).toEqual(own.unmaskSelectors)
        expect(new Set(merged.firmMaskSelectors)).toEqual(
          new Set(first.maskSelectors.filter((text) => text.trim() !== '')),
        )
        for (const list of ['maskSelectors', 'blockSelectors', 'maskPatterns'] as const) {
          const written = [...own[list], ...first[list]].filter((text) => text.trim() !== '')
          expect(new Set(merged[list])).toEqual(new Set(written))
        }
      }),
    )
  })

  it('is of the rules alone where both are the same site', () => {
    const own = withRules({ maskSelectors: ['.a'], unmaskSelectors: ['.b'] })
    expect(own).toMatchObject(mergeRules(own, null, 'standard'))
  })
})

describe('siteOrigin', () => {
  it.each([
    ['shop.example', 'https://shop.example'],
    [' http://localhost:4600/cart?x=1 ', 'http://localhost:4600'],
    ['https://SHOP.example:443/', 'https://shop.example'],
    ['localhost:3000', 'https://localhost:3000'],
    ['', null],
    ['chrome://version', null],
    ['file:///etc/passwd', null],
    ['two words', null],
  ])('%j is %j', (text, origin) => {
    expect(siteOrigin(text)).toBe(origin)
  })
})
