import { describe, expect, it } from 'vitest'
import { compilePattern } from './check-pattern.ts'

describe('compilePattern', () => {
  it.each([
    'ORD-\\d+',
    '\\b[A-Z]{2}\\d{6}\\b',
    '(?:foo|bar)-\\d{4}',
    '(\\d{4}-?){4}',
    '(?:ab)+',
    '[^\\s]+@corp',
    '\\p{L}+-\\d+',
    'a{2,5}b?',
    '(?<=Customer: )\\w+',
    'x|y|z\\d',
    '\\w+\\s*=\\s*\\w+',
    '(?:[A-F0-9]{2}:){5}[A-F0-9]{2}',
    'secret.*end',
    '[\\d-]+kg',
    'a\\/b',
    '(?<year>\\d{4})-x',
    '[]a]x',
    '\\u0041+b',
    '\\x41b',
    '^Name: .+$',
  ])('takes %s', (source) => {
    expect(compilePattern(source)).toHaveProperty('pattern')
  })

  it.each([
    ['(a+)+b', 'holds a repetition'],
    ['(a*)*b', 'holds a repetition'],
    ['(?:a|a)*b', 'more than one way'],
    ['(?:a|ab)+c', 'more than one way'],
    ['(\\d?\\w)+x', 'more than one way'],
    ['(?:(?:\\d?\\w){10}){10}x', 'can be read in'],
    ['([a-z]+){2,}x', 'holds a repetition'],
    ['(.)\\1+', 'refers back'],
    ['(?<a>x)\\k<a>', 'refers back'],
    ['.*.*.*x', 'wide repetitions'],
    ['\\w+\\w*[a-z]+x', 'wide repetitions'],
    ['(?:x+){3}y', 'holds a repetition'],
    ['(', 'not a regular expression'],
    ['[a', 'not a regular expression'],
    ['a**', 'not a regular expression'],
    ['\\d*', 'empty text'],
    ['|a', 'empty text'],
    ['x'.repeat(501), 'at most 500'],
  ])('refuses %s, and says why', (source, reason) => {
    const result = compilePattern(source)
    expect(result).toHaveProperty('sentence')
    expect((result as { sentence: string }).sentence).toContain(reason)
    expect((result as { sentence: string }).sentence).toMatch(/\.$/)
  })

  it.each(['secret.*end', '\\w+\\s*=\\s*\\w+', '[^\\s]+@corp', '(\\d{4}-?){4}', '\\p{L}+-\\d+'])(
    'keeps what it takes within time on a piece of text: %s',
    (source) => {
      const { pattern } = compilePattern(source) as { pattern: RegExp }
      const pieces = [
        'a'.repeat(512),
        '1'.repeat(512),
        'secret'.repeat(85),
        'a='.repeat(256),
        ' '.repeat(512),
      ]
      const before = performance.now()
      for (const piece of pieces) {
        pattern.lastIndex = 0
        while (pattern.exec(piece));
      }
      expect(performance.now() - before).toBeLessThan(2_000)
    },
  )
})
