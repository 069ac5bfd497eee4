import { describe, expect, it } from 'vitest'
import { maskRanges, type Ranges } from '../../../shared/privacy/asterisks.ts'
import { createEchoes } from './echoes.ts'

function maskWith(learned: string[], text: string): string {
  const echoes = createEchoes()
  learned.forEach(echoes.learn)
  const found: Ranges = []
  echoes.find(text, found)
  return maskRanges(text, found)
}

describe('echoes', () => {
  it('are found wherever the value stands', () => {
    expect(maskWith(['hunter2!'], 'a hunter2! xhunter2!x')).toBe('a ******** x********x')
  })

  it('follow a value while it is typed and deleted', () => {
    expect(maskWith(['hunter', 'hunter2', 'hunter2!', 'hunter2', 'h'], 'hunter2! hunter2')).toBe(
      '******** hunter2',
    )
  })

  it('remember several values, and forget the oldest', () => {
    const values = Array.from({ length: 30 }, (_, i) => `value-${i}-x`)
    expect(maskWith(values, 'value-29-x value-10-x')).toBe('********** **********')
    expect(maskWith(values, 'value-0-x')).toBe('value-0-x')
  })

  it.each(['abc', '12345', 'sunshine', 'aaaaaaaaaa', 'x'.repeat(300)])(
    'do not hold %s: it would hide too much',
    (value) => {
      const text = `before ${value} after`
      expect(maskWith([value], text)).toBe(text)
    },
  )

  it('know a value inside a longer one', () => {
    const echoes = createEchoes()
    echoes.learn('hunter2!')
    expect([echoes.knows('xhunter2!'), echoes.knows('hunter2'), echoes.any()]).toEqual([true, false, true])
  })
})
