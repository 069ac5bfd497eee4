import { expect, test } from 'vitest'
import { firstIndexAt, lastAt, lastIndexAt, within } from './search.ts'

const items = [1, 3, 3, 7].map((time) => ({ time }))

test.each([
  [0, -1, 0],
  [1, 0, 0],
  [3, 2, 1],
  [5, 2, 3],
  [9, 3, 4],
])('at %d the last index is %d and the first %d', (time, last, first) => {
  expect(lastIndexAt(items, time)).toBe(last)
  expect(firstIndexAt(items, time)).toBe(first)
})

test('gives the items of a range with both ends', () => {
  expect(within(items, 3, 7)).toEqual(items.slice(1))
  expect(within(items, 4, 6)).toEqual([])
  expect(lastAt(items, 0)).toBeNull()
})
