import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { defaultSiteSettings } from '../../shared/protocol/site-settings.ts'
import { listSites, readSite, resetSite, rulesOfDocument, saveSite } from './sites.ts'
import { store } from './store.ts'

const SHOP = 'https://shop.example'
const BANK = 'https://bank.example'
const rules = { ...defaultSiteSettings(), maskSelectors: ['.name', '..broken'], maskPatterns: ['(a+)+'] }

/** Puts what no build of ours would write. */
const put = async (name: string, value: unknown) => (await store()).put('settings', { name, value })

describe('settings of sites', () => {
  beforeEach(async () => (await store()).clear('settings'))

  it('are the defaults until they are saved, and again after a reset', async () => {
    const before = await readSite(SHOP)
    expect(before).toEqual({
      origin: SHOP,
      settings: defaultSiteSettings(),
      saved: false,
      problem: null,
      ruleProblems: [],
    })
    expect((await saveSite(SHOP, rules)).saved).toBe(true)
    expect(await resetSite(SHOP)).toEqual(before)
  })

  it('are kept with the rules that cannot be used, which are told', async () => {
    const { settings, ruleProblems } = await saveSite(SHOP, rules)
    expect(settings).toEqual(rules)
    expect(ruleProblems.map(({ list, rule }) => [list, rule])).toEqual([
      ['maskSelectors', '..broken'],
      ['maskPatterns', '(a+)+'],
    ])
  })

  it.each(['a > .b, c:not(#d)', '.\\31 a', '[a="..b"]', ':is(.a, .b) ~ c:nth-child(2n + 1)', '.größe'])(
    'know the selector %s',
    async (selector) => {
      const settings = { ...defaultSiteSettings(), maskSelectors: [selector] }
      expect((await saveSite(SHOP, settings)).ruleProblems).toEqual([])
    },
  )

  it.each(['..a', '.1a', '#', 'a >', '> a', 'a,,b', ':', '.a)', '!'])(
    'know that %s is no selector',
    async (selector) => {
      const settings = { ...defaultSiteSettings(), maskSelectors: [selector] }
      expect((await saveSite(SHOP, settings)).ruleProblems).toHaveLength(1)
    },
  )

  it.each([
    ['no site', 'nonsense', rules],
    ['an address with a path', `${SHOP}/cart`, rules],
    ['no settings', SHOP, { level: 'none' }],
    ['10,000 rules', SHOP, { ...rules, blockSelectors: Array.from({ length: 10_000 }, (_, i) => `.b${i}`) }],
  ])('refuse %s, and stay as they were', async (_what, origin, settings) => {
    await saveSite(SHOP, rules)
    await expect(saveSite(origin, settings)).rejects.toMatchObject({ code: 'bad-request' })
    expect((await listSites()).map((site) => [site.origin, site.settings])).toEqual([[SHOP, rules]])
  })

  it('that are damaged or of a newer build are strict, and break nothing', async () => {
    await put(`site:${SHOP}`, 'damaged')
    await put(`site:${BANK}`, { ...rules, version: 99 })
    await put('site:nonsense', {})
    const sites = await listSites()
    expect(sites.map(({ origin, settings }) => [origin, settings.level])).toEqual([
      [BANK, 'strict'],
      [SHOP, 'strict'],
    ])
    for (const { problem } of sites) expect(problem).toMatch(/everything on the site is masked\.$/)
  })

  it('are joined for a document of another site than the first one', async () => {
    await saveSite(SHOP, { ...rules, unmaskSelectors: ['.ours'] })
    await saveSite(BANK, { ...defaultSiteSettings(), maskEmails: false, unmaskSelectors: ['.theirs'] })
    const joined = await rulesOfDocument({ origin: BANK, firstOrigin: SHOP, level: 'standard' })
    expect(joined).toEqual({
      level: 'standard',
      maskEmails: true,
      recordBodies: true,
      maskSelectors: ['.name', '..broken'],
      blockSelectors: [],
      unmaskSelectors: ['.theirs'],
      maskPatterns: ['(a+)+'],
      firmMaskSelectors: ['.name', '..broken'],
    })
    expect(await rulesOfDocument({ origin: SHOP, firstOrigin: SHOP, level: 'standard' })).not.toHaveProperty(
      'firmMaskSelectors',
    )
    expect(await rulesOfDocument({ origin: 'null', firstOrigin: SHOP, level: 'strict' })).toMatchObject({
      level: 'strict',
      maskSelectors: rules.maskSelectors,
      unmaskSelectors: [],
    })
  })
})
