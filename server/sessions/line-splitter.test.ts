import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LineSplitter, MAX_LINE_BYTES } from './line-splitter.ts'

it('gives the lines of a text, wherever the chunks are cut', () => {
  const text = fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 }).map((lines) => lines.join('\n'))
  fc.assert(
    fc.property(text, fc.array(fc.nat(), { maxLength: 20 }), (joined, cuts) => {
      const bytes = Buffer.from(joined)
      const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
      const lines: string[] = []
      const splitter = new LineSplitter((line) => lines.push(line))
      for (let i = 1; i < places.length; i++) splitter.push(bytes.subarray(places[i - 1], places[i]))
      splitter.end()
      expect(lines).toEqual(
        bytes
          .toString()
          .split('\n')
          .filter((line) => line !== ''),
      )
    }),
    { numRuns: 50 },
  )
})

it('refuses a line that is too long, however it comes', () => {
  const splitter = new LineSplitter(() => undefined)
  const part = Buffer.alloc(MAX_LINE_BYTES / 2, 'a')
  splitter.push(part)
  splitter.push(part)
  expect(() => splitter.push(Buffer.from('a'))).toThrow(RangeError)
})
