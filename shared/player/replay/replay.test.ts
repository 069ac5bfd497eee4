import { IncrementalSource } from '@rrweb/types'
import { expect, test } from 'vitest'
import { custom, increment, meta, snapshot } from '../testing/events.ts'
import { coalesce } from './coalesce.ts'
import { pointerAt, pressesAt } from './pointer.ts'
import { splitUrl } from './split-url.ts'

const mutation = (time: number) =>
  increment(time, { source: IncrementalSource.Mutation, adds: [], removes: [], texts: [], attributes: [] })
const scroll = (time: number, id: number, y: number) =>
  increment(time, { source: IncrementalSource.Scroll, id, x: 0, y })

test('nothing before the last snapshot is applied', () => {
  const events = [snapshot(0), mutation(1), meta(2), snapshot(3), mutation(4)]
  expect(coalesce(events)).toEqual([events[3], events[4]])
})

test('of each scrolled element only the last position is applied, after all changes', () => {
  const events = [scroll(1, 5, 10), scroll(2, 6, 1), mutation(3), scroll(4, 5, 90)]
  expect(coalesce(events)).toEqual([events[2], events[3], events[1]])
})

test('pointers, sizes and our own events are left to others', () => {
  expect(
    coalesce([
      increment(1, { source: IncrementalSource.MouseMove, positions: [] }),
      increment(2, { source: IncrementalSource.ViewportResize, width: 1, height: 1 }),
      custom(3, 'qa.error', {}),
      meta(4),
    ]),
  ).toEqual([])
})

const point = (time: number, x: number) => ({ time, x, y: 0, id: 1, touch: false })

test('the pointer is on its way between points of a movement, and rests between movements', () => {
  const points = [point(100, 0), point(200, 50), point(2000, 90)]
  expect(pointerAt(points, 50)).toBeNull()
  expect(pointerAt(points, 150)).toMatchObject({ x: 25 })
  expect(pointerAt(points, 1500)).toMatchObject({ x: 50 })
  expect(pointerAt(points, 5000)).toMatchObject({ x: 90 })
})

test('a press is seen for a moment', () => {
  const presses = [100, 300].map((time) => ({ ...point(time, 0), kind: 'click' as const }))
  expect(pressesAt(presses, 99)).toEqual([])
  expect(pressesAt(presses, 325).map(({ progress }) => progress)).toEqual([0.5, 25 / 450])
  expect(pressesAt(presses, 900)).toEqual([])
})

test('a URL is split for showing', () => {
  expect(splitUrl('https://a.example:8080/b?c#d')).toEqual({
    origin: 'https://a.example:8080',
    rest: '/b?c#d',
  })
  expect(splitUrl('not a url')).toEqual({ origin: '', rest: 'not a url' })
  expect(splitUrl('data:text/html,x')).toEqual({ origin: '', rest: 'data:text/html,x' })
})
