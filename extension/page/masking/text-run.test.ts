import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { card, email, key, secret } from '../../../shared/privacy/arbitrary-secrets.ts'
import { createTextRun } from './text-run.ts'
import { maskerOf } from './testing.ts'

/** The texts of one line as they are masked together; a space stands for a gap. */
function maskLine(texts: string[]): string[] {
  const masked = [...texts]
  const run = createTextRun(maskerOf().text)
  texts.forEach((text, i) => {
    if (text === ' ') run.gap()
    else run.add({ text, set: (value) => (masked[i] = value) })
  })
  run.end()
  return masked
}

describe('texts of one line', () => {
  it.each([
    [
      ['4111', '1111', '1111', '1111'],
      ['****', '****', '****', '****'],
    ],
    [
      ['4111', ' ', '1111', ' ', '1111', ' ', '1111'],
      ['****', ' ', '****', ' ', '****', ' ', '****'],
    ],
    [
      ['12', '4111', '1111', '1111', '1111'],
      ['12', '****', '****', '****', '****'],
    ],
    [
      ['Write to ', 'anna', '@', 'example.com', ' now'],
      ['Write to ', '****', '*', '***********', ' now'],
    ],
    [
      ['4111111111111111', '5'],
      ['****************', '5'],
    ],
    [
      ['$', '12', '.', '99', ' incl. VAT'],
      ['$', '12', '.', '99', ' incl. VAT'],
    ],
    [
      ['2024', '-', '05', '-', '01'],
      ['2024', '-', '05', '-', '01'],
    ],
    [[''], ['']],
  ])('%o becomes %o', (texts, masked) => {
    expect(maskLine(texts)).toEqual(masked)
  })

  it('show nothing of a secret, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.oneof(card, email, key), fc.array(fc.nat(30), { maxLength: 5 }), (hidden, cuts) => {
        const places = [0, ...cuts.map((cut) => cut % hidden.length).sort((a, b) => a - b), hidden.length]
        const pieces = places.slice(1).map((end, i) => hidden.slice(places[i], end))
        expect(maskLine(pieces).join('')).toBe(hidden.replace(/\S/g, '*'))
      }),
      { numRuns: 500 },
    )
  })

  it('keep their lengths', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(secret, fc.string())), (texts) => {
        expect(maskLine(texts).map(({ length }) => length)).toEqual(texts.map(({ length }) => length))
      }),
    )
  })
})
