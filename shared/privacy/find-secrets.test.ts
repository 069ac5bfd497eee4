import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secret, surrounding } from './arbitrary-secrets.ts'
import { maskFound } from './asterisks.ts'
import { findSecrets } from './find-secrets.ts'

const mask = (text: string, emails = true) =>
  maskFound(text, (part, found) => findSecrets(part, emails, found))

describe('what is secret by its form', () => {
  it.each([
    ['a Visa card', 'pay 4111111111111111 now', 'pay **************** now'],
    ['a card in fours', '4111 1111 1111 1111', '**** **** **** ****'],
    ['a card with dashes', '(5500-0000-0000-0004)', '(*******************)'],
    ['an American Express card', '3782 822463 10005', '**** ****** *****'],
    ['a card of 19 digits', '6200 0000 0000 0000 000', '**** **** **** **** ***'],
    ['a card with letters beside it', 'nr4111111111111111x', 'nr****************x'],
    ['a card in digits of its own', '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', '* * * * * * * * * * * * * * * *'],
    ['a card in full-width digits', '４１１１１１１１１１１１１１１１', '****************'],
    ['two cards', '4111111111111111,5500000000000004', '****************,****************'],
    ['a card behind a shorter number', '12 4111 1111 1111 1111', '12 **** **** **** ****'],
    ['a social security number', 'SSN: 123-45-6789.', 'SSN: ***********.'],
    ['one without dashes, named', 'social security 123456789', 'social security *********'],
    ['one with spaces, named', 'SSN 123 45 6789', 'SSN *** ** ****'],
    [
      'an address',
      'to anna.smith+x@mail.example.co.uk, please',
      'to *******************************, please',
    ],
    ['an address in brackets', '<a@b.de>', '<******>'],
    ['an internationalized address', 'пётр@почта.рф', '*************'],
    ['a bearer', 'authorization: Bearer abc123DEF456', 'authorization: Bearer ************'],
    ['basic credentials', 'Basic dXNlcjpwYXNzd29yZDE=', 'Basic ********************'],
    [
      'an unfinished private key',
      '-----BEGIN RSA PRIVATE KEY-----\nMIIE',
      '-----'.replace(/./g, '*') + '***** *** ******* ********\n****',
    ],
  ])('masks %s', (_name, text, masked) => {
    expect(mask(text)).toBe(masked)
  })

  it.each([
    ['a wrong checksum', '4111 1111 1111 1112'],
    ['a prefix of no brand', '1234567890123452'],
    ['a number of 20 digits', '41111111111111111113'],
    ['a fraction', '0.4539578763621486'],
    ['an article number with a valid checksum of its own', '4006381333931'],
    ['a timestamp in ms', '1700000000000'],
    ['a price', '$1,299.04 or 2.349,95 €'],
    ['dates', '2024-05-01 2024-05-02 2024-05-03'],
    ['a phone number', '+49 (0) 30 5558 2764'],
    ['an IP address', '192.168.100.200'],
    ['a UUID', '3fa85f64-5717-4562-b3fc-2c963f66afa6'],
    ['numbers of a keypad', '1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0'],
    ['areas that are never given out', '000-12-3456 666-12-3456 900-12-3456 123-00-4567 123-45-0000'],
    ['nine digits without a name', '123456789'],
    ['a range of years', '2023-12-2024'],
    ['a longer number with dashes', '1123-45-67890'],
    ['a file for dense screens', '/img/logo@2x.png'],
    ['a package', 'npm i rrweb@2.2.2 @scope/name@1.0.0'],
    ['a mention', 'thanks @anna, see you @ nine'],
    ['prose about basics', 'Basic functionality and bearer instruments'],
    ['classes of a loader', 'sk-circle-fade-dot sk-folding-cube-wrapper-large'],
    ['a git hash', '9fceb02d0ae598e95dc970b74767f19372d61af8'],
  ])('leaves %s', (_name, text) => {
    expect(mask(text)).toBe(text)
  })

  it('leaves addresses where they are to be shown', () => {
    expect(mask('anna@example.com 4111111111111111', false)).toBe('anna@example.com ****************')
  })

  it('finds every secret, wherever it stands', () => {
    fc.assert(
      fc.property(surrounding, secret, surrounding, (before, hidden, after) => {
        const text = before + hidden + after
        const masked = mask(text)
        expect(masked).not.toContain(hidden)
        expect(masked.slice(before.length, before.length + hidden.length)).toBe(hidden.replace(/\S/g, '*'))
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps length and whitespace, and masking twice is masking once', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(secret, surrounding, fc.string()), { maxLength: 6 }), (parts) => {
        const text = parts.join('')
        const masked = mask(text)
        expect(masked).toHaveLength(text.length)
        expect(masked.replace(/\S/g, 'x')).toBe(text.replace(/\S/g, 'x'))
        expect(mask(masked)).toBe(masked)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['digits', '4'.repeat(1_000_000)],
    ['digits with spaces', '4 '.repeat(500_000)],
    ['at signs', 'a@'.repeat(500_000)],
    ['an endless address', `${'a'.repeat(500_000)}@${'b'.repeat(500_000)}`],
    ['beginnings of keys', 'eyJ'.repeat(333_333)],
    ['begun private keys', '-----BEGIN PRIVATE KEY-----'.repeat(40_000)],
    ['bearers', 'Bearer '.repeat(150_000)],
    ['labels', 'ssn '.repeat(250_000)],
  ])('takes time in proportion to the text, for %s', (_name, text) => {
    const timeOf = (size: number) => {
      const piece = text.slice(0, size)
      const before = performance.now()
      mask(piece)
      return performance.now() - before
    }
    timeOf(10_000)
    const tenth = Math.max(timeOf(text.length / 10), 2)
    expect(timeOf(text.length) / tenth).toBeLessThan(60)
  })
})
