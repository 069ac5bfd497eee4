import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { parseStack } from '../panes/stack-frames.ts'
import { linesAround, mapUrlOf, readSourceMap, textOfDataUrl } from './source-map.ts'
import { Sources } from './sources.svelte.ts'

/** Line 1, column 0 of `app.js` is line 3, column 2 of `src/pay.ts`, in `pay`. */
const MAP = JSON.stringify({
  version: 3,
  file: 'app.js',
  sources: ['src/pay.ts'],
  sourcesContent: ['one\ntwo\n  throw new Error("three")\nfour'],
  names: ['pay'],
  mappings: 'AAEEA',
})
const FRAME = parseStack('Error: x\n    at e (https://shop.example/assets/app.js?v=1:1:1)')[0]!

test('a frame is found where it was written, with the lines around it', () => {
  const found = readSourceMap(MAP, 'https://shop.example/assets/app.js.map').locate(FRAME)
  expect(found).toMatchObject({
    name: 'pay',
    source: 'https://shop.example/assets/src/pay.ts',
    line: 3,
    column: 3,
    place: 'pay.ts:3:3',
  })
  expect(found!.lines.find(({ isFrame }) => isFrame)).toEqual({
    number: 3,
    text: '  throw new Error("three")',
    isFrame: true,
  })
  expect(found!.lines.map(({ number }) => number)).toEqual([1, 2, 3, 4])
})

test('what is no map is refused with a sentence, whatever it is', () => {
  for (const text of ['', '{', '[]', 'null', '{"version":2,"mappings":""}', '{"version":3}'])
    expect(() => readSourceMap(text, 'x')).toThrow(/not a source map/)
  fc.assert(
    fc.property(fc.anything(), fc.string(), fc.nat(), fc.nat(), (sources, mappings, line, column) => {
      try {
        readSourceMap(JSON.stringify({ version: 3, sources, mappings, names: [] }), 'x').locate({
          line,
          column,
        })
      } catch (error) {
        expect((error as Error).message).toMatch(/source map/)
      }
    }),
  )
})

test('of a long line, the part around the frame is shown', () => {
  const [line] = linesAround(`${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`, 1, 5000)
  expect(line!.text).toContain('HERE')
  expect(line!.text.length).toBeLessThan(300)
})

test.each([
  ['f()\n//# sourceMappingURL=app.js.map', 'https://shop.example/assets/app.js.map'],
  ['f()\n/*# sourceMappingURL=/m/app.map */', 'https://shop.example/m/app.map'],
  ['//# sourceMappingURL=old.map\n//# sourceMappingURL=new.map\n', 'https://shop.example/assets/new.map'],
  ['f()', null],
])('the map of %j is %s', (script, url) =>
  expect(mapUrlOf(script, 'https://shop.example/assets/app.js')).toBe(url),
)

test('maps inside of scripts', () => {
  expect(textOfDataUrl(`data:application/json;charset=utf-8;base64,${btoa('{"a":1}')}`)).toBe('{"a":1}')
  expect(textOfDataUrl('data:application/json,%7B%7D')).toBe('{}')
  expect(textOfDataUrl('data:text/html,x')).toBeNull()
  expect(textOfDataUrl('data:application/json;base64,%%')).toBeNull()
})

test('nothing is asked for before somebody wants it; then each once', async () => {
  const fetch = vi.fn(async (url: string) =>
    url.endsWith('.map') ? MAP : 'e()\n//# sourceMappingURL=app.js.map',
  )
  const sources = new Sources(fetch)
  expect(sources.locate(FRAME)).toBeNull()
  expect(fetch).not.toHaveBeenCalled()
  await sources.load([FRAME.url, FRAME.url, 'chrome-extension://x/y.js'])
  expect(fetch.mock.calls.map(([url]) => url)).toEqual([FRAME.url, 'https://shop.example/assets/app.js.map'])
  expect(sources.locate(FRAME)?.place).toBe('pay.ts:3:3')
  expect(sources.problem).toBeNull()
})

test('a script without a map shows itself; a refusal is told', async () => {
  const sources = new Sources(async () => 'first line\nsecond')
  await sources.load([FRAME.url])
  expect(sources.locate(FRAME)?.lines[0]).toMatchObject({ text: 'first line', isFrame: true })
  expect(sources.problem).toMatch(/None of these/)
  const refused = new Sources(() => Promise.reject(new Error('No access.')))
  await refused.load([FRAME.url])
  expect(refused.problem).toBe('No access.')
  expect(refused.loading).toBe(false)
})

test('a map of a file is for the scripts of its name', async () => {
  const sources = new Sources(null)
  await sources.take([new File(['no'], 'x.map'), new File([MAP], 'app.js.map')])
  expect(sources.locate(FRAME)?.place).toBe('pay.ts:3:3')
  expect(sources.problem).toMatch(/^x\.map: This is not a source map/)
})
