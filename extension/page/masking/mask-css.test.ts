import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secret } from '../../../shared/privacy/arbitrary-secrets.ts'
import { createMasks } from './masks.ts'
import { compileRules } from './rules.ts'

const { css, hiddenCss } = createMasks(
  compileRules({
    level: 'standard',
    maskEmails: true,
    recordBodies: true,
    maskSelectors: [],
    blockSelectors: [],
    unmaskSelectors: [],
    maskPatterns: [],
  }).rules,
)

describe('CSS', () => {
  it.each([
    ['a{background:url(/x.png?token=abc)}', 'a{background:url(/x.png?token=***)}'],
    [
      `a{background:url( "/x.png?token=abc" ) no-repeat}`,
      `a{background:url( "/x.png?token=***" ) no-repeat}`,
    ],
    [`@import '/x.css?sig=abc';`, `@import '/x.css?sig=***';`],
    [`a::after{content:"to anna@example.com"}`, `a::after{content:"to ****************"}`],
    ['/* anna@example.com */', '/* **************** */'],
    [`a{content:'it\\'s 4111111111111111'}`, `a{content:'it\\'s ****************'}`],
    ['a{background:url(/x.png?token=abc', 'a{background:url(/x.png?token=***'],
    [`a{content:"4111111111111111`, `a{content:"****************`],
    ['--n: 4111111111111111', '--n: ****************'],
    ['a{--user:anna@x.example;color:red}', 'a{--user:**************;color:red}'],
    ['--x4111111111111111: 1', '--x****************: 1'],
    ['--a:1;--n: 4111 url(/x.png?token=abc)', '--a:1;--n: 4111 url(/x.png?token=***)'],
    [
      "background:image-set('/x.png?token=abc' 1x, url(/y.png?token=abc) 2x)",
      "background:image-set('/x.png?token=***' 1x, url(/y.png?token=***) 2x)",
    ],
  ])('is masked: %s', (text, masked) => {
    expect(css(text)).toBe(masked)
  })

  it.each([
    'a{color:red}',
    '@media (min-width:640px){a{background:url(data:image/png;base64,iVBORw0KGgo=)}}',
    'a{filter:url(#blur)}',
    `[data-state="open"]{content:"\\e9a1"}`,
    'a{font:12px/1.5 "Helvetica Neue",sans-serif}/* rr_split */',
    'url(',
    '--gap:12.5px;--card-shadow: 0 1px 2px #0003',
    '.card--wide:hover{color:red}',
    '"',
    '/*',
  ])('is left: %s', (text) => {
    expect(css(text)).toBe(text)
  })

  it('shows no text where text is hidden, but icons and fonts', () => {
    expect(
      hiddenCss(
        `a{content:"Anna"; font-family:"Inter"; --name:'Anna'} b{content:"\\e9a1"} c{content:"→"}`,
        true,
      ),
    ).toBe(`a{content:"****"; font-family:"Inter"; --name:'****'} b{content:"\\e9a1"} c{content:"→"}`)
  })

  it('shows no pictures where they are hidden', () => {
    expect(hiddenCss('background:url(/anna.png) red; filter:url(#a)', false)).toBe(
      'background:none red; filter:url(#a)',
    )
    expect(hiddenCss("background:image-set('/anna.png' 1x)", false)).not.toContain('anna')
  })

  it('holds no secret afterwards', () => {
    const places = [
      (s: string) => `a{content:"${s}"}`,
      (s: string) => `a{background:url("/x?q=${s}")}`,
      (s: string) => `/* ${s} */`,
      (s: string) => `a{--x: ${s}; color: red}`,
      (s: string) => `[title='${s}']{}`,
    ]
    fc.assert(
      fc.property(fc.constantFrom(...places), secret, (place, hidden) => {
        const text = place(hidden)
        const masked = css(text)
        expect(masked).not.toContain(hidden)
        expect(masked).toHaveLength(text.length)
        expect(css(masked)).toBe(masked)
      }),
    )
  })

  it('takes little time for a huge stylesheet', () => {
    const before = performance.now()
    css(`.a{background:url("data:image/png;base64,${'iVBO'.repeat(200_000)}")}`.repeat(2))
    css('.b{color:red;content:"x"}/* c */'.repeat(30_000))
    expect(performance.now() - before).toBeLessThan(5_000)
  })
})
