import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { looksSecret } from './looks-secret.ts'

describe('looksSecret', () => {
  it.each([
    'x9K2mQ7vB4nR8tW1zL6pY3',
    '5f4dcc3b5aa765d61d8327deb882cf99',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    'dGhpc2lzYXNlY3JldHRva2VuMTIz',
    'AbC1dEf2GhI3jKl4MnO5pQr6',
    'v2.local.x9K2mQ7vB4nR8tW1zL6pY3',
  ])('says yes to %s', (text) => {
    expect(looksSecret(text)).toBe(true)
  })

  it.each([
    'short1A',
    'how-to-choose-a-tent-for-two-people',
    'getUserAccountDetailsByIdentifier',
    'Donaudampfschifffahrtsgesellschaft',
    '3fa85f64-5717-4562-b3fc-2c963f66afa6',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    '507f1f77bcf86cd799439011',
    '12345678901234567890123456789012',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    '2024-05-01T12:30:00.000Z',
    'product-category-2024-spring-summer',
    'a text with several words in it',
    'https://example.org/some/long/path/of/words',
    'application/vnd.openxmlformats-officedocument',
  ])('says no to %s', (text) => {
    expect(looksSecret(text)).toBe(false)
  })

  it('knows nearly all random tokens of 24 characters', () => {
    const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
    const tokens = fc.sample(
      fc.string({ unit: fc.constantFrom(...Array.from(characters)), minLength: 24, maxLength: 24 }),
      { numRuns: 2000, seed: 7 },
    )
    expect(tokens.filter(looksSecret).length / tokens.length).toBeGreaterThan(0.94)
  })

  it('never takes words joined together for one', () => {
    const words = fc.constantFrom(
      'user',
      'account',
      'settings',
      'Profile',
      'order',
      'list',
      'of',
      'New',
      'items',
      '2024',
      '7',
    )
    fc.assert(
      fc.property(
        fc.array(words, { minLength: 2, maxLength: 8 }),
        fc.constantFrom('-', '_', '.', ''),
        (parts, joint) => {
          expect(looksSecret(parts.join(joint))).toBe(false)
        },
      ),
    )
  })
})
