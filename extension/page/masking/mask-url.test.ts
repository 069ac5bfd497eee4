import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secret } from '../../../shared/privacy/arbitrary-secrets.ts'
import { maskerOf } from './testing.ts'

const { url } = maskerOf()
const strict = maskerOf({ level: 'strict' }).url

describe('an address in standard', () => {
  it.each([
    ['/a?token=abc&page=2', '/a?token=***&page=2'],
    ['/a?ACCESS_TOKEN=abc', '/a?ACCESS_TOKEN=***'],
    ['/a?token=', '/a?token='],
    ['/a?x=x9K2mQ7vB4nR8tW1zL6pY3', '/a?x=**********************'],
    ['/a?x9K2mQ7vB4nR8tW1zL6pY3', '/a?**********************'],
    ['/cb?code=4f8a2b9c1d&state=open', '/cb?code=**********&state=open'],
    ['/cb#access_token=abc&expires_in=3600', '/cb#access_token=***&expires_in=3600'],
    ['/app#/reset?token=abc', '/app#/reset?token=***'],
    ['https://joe:secret@example.org/a', 'https://**********@example.org/a'],
    ['//joe@example.org/a', '//***@example.org/a'],
    ['/reset/8f3k2l9q', '/reset/********'],
    ['/u/x9K2mQ7vB4nR8tW1zL6pY3/z', '/u/**********************/z'],
    ['/a;jsessionid=ABC123/b', '/a;jsessionid=******/b'],
    ['/people/anna%40example.com', '/people/******************'],
    ['/a?to=anna@example.com', '/a?to=****************'],
    ['/a?next=%2Fb%3Ftoken%3Dabc', '/a?next=******************'],
    ['mailto:anna@example.com?subject=Hi', 'mailto:****************?subject=Hi'],
    ['javascript:pay(1)', 'javascript:******'],
    ['data:text/html,<b>x</b>', 'data:text/html,********'],
    ['data:application/json;base64,eyJhIjoxfQ==', 'data:application/json;base64,************'],
  ])('masks %s', (address, masked) => {
    expect(url(address)).toBe(masked)
  })

  it.each([
    '',
    '#',
    '#section-2',
    '/',
    '/shop/items/42?colour=blue&sort=price-asc&page=3#reviews',
    '/items/3fa85f64-5717-4562-b3fc-2c963f66afa6?ref=3fa85f64-5717-4562-b3fc-2c963f66afa6',
    '/assets/index-BdF3k9x2mQ7vB4nR8tW1.js',
    '/img/9fceb02d0ae598e95dc970b74767f193.png',
    '/repo/commit/9fceb02d0ae598e95dc970b74767f19372d61af8',
    '/blog/how-to-choose-a-tent-for-two-people-2024',
    '/a?state=open&code=SUMMER&key=name',
    '/a?tokens=5',
    '/password/forgotten',
    '/session/new',
    'blob:https://example.org/3fa85f64-5717-4562-b3fc-2c963f66afa6',
    'about:blank',
    'tel:+4930123456',
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk',
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cpath d='M0 0h9v9'/%3E%3C/svg%3E",
    'http://[::1]:3000/a',
    '%E0%A4%A',
    '/a?%E0%A4%A=%E0%A4%A',
  ])('leaves %s', (address) => {
    expect(url(address)).toBe(address)
  })
})

describe('an address in strict', () => {
  it.each([
    [
      'https://example.org/checkout/anna-smith?page=2#top',
      'https://example.org/checkout/**********?page=*#***',
    ],
    ['/users/anna/orders', '/users/****/orders'],
    ['mailto:anna@example.com', 'mailto:****************'],
    ['/', '/'],
  ])('shows little of %s', (address, masked) => {
    expect(strict(address)).toBe(masked)
  })
})

describe('any address', () => {
  const places = [
    (s: string) => `/a?q=${s}`,
    (s: string) => `/a?q=${encodeURIComponent(s)}`,
    (s: string) => `/a?token=${encodeURIComponent(s)}`,
    (s: string) => `/a/${encodeURIComponent(s)}/b`,
    (s: string) => `https://example.org/a#${encodeURIComponent(s)}`,
    (s: string) => `https://example.org/#/a?b=${s}`,
    (s: string) => `/a?next=${encodeURIComponent(`/b?q=${s}`)}`,
    (s: string) => `https://${encodeURIComponent(s)}:x@example.org/`,
    (s: string) => `javascript:f('${s}')`,
    (s: string) => `data:text/plain,${s}`,
    (s: string) => `mailto:${s}`,
    (s: string) => `app://open/${s}`,
  ]

  it('holds no secret afterwards, keeps its length, and is masked once and for all', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), secret, (place, hidden) => {
        const address = place(hidden)
        for (const mask of [url, strict]) {
          const masked = mask(address)
          expect(masked).toHaveLength(address.length)
          expect(masked).not.toContain(hidden)
          expect(masked).not.toContain(encodeURIComponent(hidden))
          expect(mask(masked)).toBe(masked)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('is masked without an error, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true, withFragments: true })),
        (address) => {
          expect(url(address)).toHaveLength(address.length)
        },
      ),
    )
    expect(url('/' + 'x'.repeat(200_000))).toBe('*'.repeat(200_001))
  })
})
