import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryFilters, FILTER_NAMES } from './arbitrary-filters.ts'
import { changed, countFilters, formatFilters, parseFilters, toListQuery } from './filters.ts'

test('an address gives back the filters that it was made of', () => {
  fc.assert(
    fc.property(arbitraryFilters, (made) => {
      expect(parseFilters(new URLSearchParams(formatFilters(made)))).toEqual(made)
    }),
  )
})

test('whatever an address says, its filters are ones that the API takes', () => {
  const junk = fc.dictionary(fc.constantFrom(...FILTER_NAMES, 'anything'), fc.string())
  fc.assert(
    fc.property(junk, (query) => {
      const parsed = parseFilters(new URLSearchParams(query))
      expect(parseFilters(new URLSearchParams(formatFilters(parsed)))).toEqual(parsed)
      expect(() => toListQuery(parsed, 0)).not.toThrow()
    }),
  )
})

test.each([
  'device=watch',
  'country=de',
  'country=DEU',
  'hasErrors=yes',
  'minSeconds=-1',
  'minSeconds=1e3',
  'maxSeconds=12345678',
  'trigger=never',
  'sort=name',
  'sort=recent',
  'recent=1y',
  'from=yesterday',
  'from=2026-13-40',
  'q=%20%20',
])('%s says nothing', (query) => expect(parseFilters(new URLSearchParams(query))).toEqual({}))

test('a stretch up to now is stronger than days', () => {
  expect(parseFilters(new URLSearchParams('recent=7d&from=2026-01-01'))).toEqual({ recent: '7d' })
})

test('days are whole days of the reader, and the last one is part of it', () => {
  const { from, to } = toListQuery({ from: '2026-03-01', to: '2026-03-01' }, 0)
  expect(new Date(from!)).toEqual(new Date(2026, 2, 1))
  expect(new Date(to!)).toEqual(new Date(2026, 2, 2))
})

test('seconds are milliseconds for the API, and what is recent is counted from now', () => {
  const now = Date.parse('2026-03-10T12:00:00.000Z')
  expect(toListQuery({ recent: '24h', minSeconds: 10, maxSeconds: 60, sort: 'errors', q: 'x' }, now)).toEqual(
    {
      from: '2026-03-09T12:00:00.000Z',
      minDuration: 10_000,
      maxDuration: 60_000,
      sort: 'errors',
      q: 'x',
    },
  )
})

test('counts what narrows, and both days as one', () => {
  expect(countFilters({ sort: 'errors', q: 'x' })).toBe(0)
  expect(countFilters({ from: '2026-01-01', to: '2026-01-02', hasErrors: false })).toBe(2)
})

test('a change takes away what is not given any more', () => {
  expect(changed({ device: 'mobile', q: 'x' }, { device: undefined, hasErrors: true })).toEqual({
    q: 'x',
    hasErrors: true,
  })
})

test.each(['toString', '__proto__', 'constructor'])('hasErrors=%s says nothing', (value) =>
  expect(parseFilters(new URLSearchParams({ hasErrors: value }))).toEqual({}),
)
