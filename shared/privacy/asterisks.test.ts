import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addRange, asterisks, isMasked, maskRanges, type Ranges } from './asterisks.ts'

describe('asterisks', () => {
  it('stand for every UTF-16 unit but whitespace', () => {
    expect(asterisks('ab c\n\td\u00a0🎉')).toBe('** *\n\t*\u00a0**')
  })

  it('are the same as replacing each by itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(asterisks(text)).toBe(text.replace(/\S/g, '*'))
        expect(isMasked(asterisks(text))).toBe(true)
      }),
    )
  })

  it('cover a huge text at once', () => {
    const masked = asterisks('x '.repeat(1_000_000))
    expect(masked).toHaveLength(2_000_000)
    expect(isMasked(masked)).toBe(true)
  })
})

describe('maskRanges', () => {
  it('masks what is in any range, however they lie', () => {
    const range = fc.tuple(fc.nat(40), fc.nat(40))
    fc.assert(
      fc.property(
        fc.string({ minLength: 41, maxLength: 60 }),
        fc.array(range, { maxLength: 6 }),
        (text, pairs) => {
          const ranges: Ranges = []
          for (const [start, end] of pairs) addRange(ranges, start, end)
          const expected = [...Array(text.length).keys()]
            .map((i) =>
              pairs.some(([start, end]) => i >= start && i < end) ? text[i]!.replace(/\S/, '*') : text[i],
            )
            .join('')
          expect(maskRanges(text, ranges)).toBe(expected)
        },
      ),
    )
  })

  it('gives the very text when there is nothing to mask', () => {
    expect(maskRanges('abc', [])).toBe('abc')
  })
})
