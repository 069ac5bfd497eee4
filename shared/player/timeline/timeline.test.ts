import { expect, test } from 'vitest'
import type { Marker, MarkerKind } from '../model/markers.ts'
import { markersAt } from './hit-test.ts'
import { ticks, timeScale } from './scale.ts'

const marker = (time: number, kind: MarkerKind): Marker => ({
  id: `${kind}${time}`,
  tab: 0,
  time,
  kind,
  sentence: '',
})

test('times and places are each other’s inverse, and edges hold', () => {
  const scale = timeScale(0, 1000, 512)
  expect(scale.toX(500)).toBe(256)
  expect(scale.toTime(256)).toBe(500)
  expect(scale.toTime(-50)).toBe(0)
  expect(scale.toTime(9999)).toBe(1000)
  expect(timeScale(0, 0, 0).toTime(0)).toBe(0)
})

test('ticks are at round times, not too close', () => {
  expect(ticks(0, 10_000, 400, 80)).toEqual([0, 2000, 4000, 6000, 8000, 10_000])
  expect(ticks(1500, 4200, 300, 100)).toEqual([2000, 3000, 4000])
})

test('finds the markers under the pointer, the nearest and gravest first', () => {
  const scale = timeScale(0, 1000, 1012)
  const markers = [marker(100, 'click'), marker(101, 'error'), marker(104, 'network'), marker(300, 'click')]
  expect(markersAt(markers, scale, scale.toX(100)).map(({ kind }) => kind)).toEqual([
    'error',
    'click',
    'network',
  ])
  expect(markersAt(markers, scale, scale.toX(200))).toEqual([])
})
