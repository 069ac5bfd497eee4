import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secret } from '../../../shared/privacy/arbitrary-secrets.ts'
import type { SerializedValue } from '../../../shared/session/serialized-value.ts'
import { maskerOf } from './testing.ts'

const maskList = (items: SerializedValue[]): SerializedValue[] =>
  (maskerOf().value({ $: 'array', name: 'Array', items }) as { items: SerializedValue[] }).items

describe('items of a list', () => {
  it('are masked when they are a secret together: characters, groups, digits, bytes', () => {
    const card = '4111111111111111'
    const stars = (count: number) => Array.from({ length: count }, () => '*')
    expect(maskList(Array.from(card))).toEqual(stars(16))
    expect(maskList(Array.from(card, Number))).toEqual(stars(16))
    expect(maskList(['4111', '1111', '1111', '1111'])).toEqual(['****', '****', '****', '****'])
    expect(maskList(Array.from(card, (digit) => digit.charCodeAt(0)))).toEqual(Array.from(card, () => '**'))
  })

  it('stay as they are when they are not', () => {
    const lists = [
      [1, 2, 3],
      [4.5, -1, 1e21],
      ['a', 'b'],
      [81, 82, 83, 84],
      ['one', null, 'two', true],
      [],
      ['ab'],
    ]
    for (const list of lists) expect(maskList(list)).toEqual(list)
  })

  it('a pair whose first is the name of a secret hides the second', () => {
    expect(maskList(['password', 'abc'])).toEqual(['password', '***'])
    expect(maskList(['colour', 'abc'])).toEqual(['colour', 'abc'])
    expect(maskList(['password', 'email', 'name'])).toEqual(['password', 'email', 'name'])
  })

  it('never spell a secret, whatever stands around it', () => {
    const other = fc.array(fc.oneof(fc.constant(null), fc.boolean(), fc.constant('a long item')), {
      maxLength: 3,
    })
    fc.assert(
      fc.property(secret, other, other, (hidden, before, after) => {
        for (const pieces of [Array.from(hidden), Array.from(new TextEncoder().encode(hidden))]) {
          if (
            pieces.length > 90 ||
            (typeof pieces[0] === 'number' && pieces.some((byte) => Number(byte) > 127))
          )
            continue
          const masked = maskList([...before, ...pieces, ...after])
          expect(JSON.stringify(masked)).not.toContain(JSON.stringify(pieces).slice(1, -1))
          expect(masked).toHaveLength(before.length + pieces.length + after.length)
        }
      }),
    )
  })
})
