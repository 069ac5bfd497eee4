import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Marker, MarkerKind } from '../model/markers.ts'
import { markersAt } from './hit-test.ts'
import { ticks, timeScale } from './scale.ts'
import { Zoom } from './zoom.svelte.ts'

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

/** Stretches in the order of time, within a session of 100,000 ms. */
const stretches = fc
  .uniqueArray(fc.nat(100_000), { maxLength: 12 })
  .map((times) => times.sort((a, b) => a - b))
  .map((times) =>
    times.flatMap((start, i) => (i % 2 === 0 && i + 1 < times.length ? [{ start, end: times[i + 1]! }] : [])),
  )

test('with folded stretches too, later is to the right, and places lead back to their times', () => {
  fc.assert(
    fc.property(
      stretches,
      fc.nat(100_000),
      fc.nat(100_000),
      fc.integer({ min: 40, max: 2000 }),
      (folds, a, b, width) => {
        const scale = timeScale(0, 100_000, width, folds)
        const [early, late] = [Math.min(a, b), Math.max(a, b)]
        expect(scale.toX(early)).toBeLessThanOrEqual(scale.toX(late))
        expect(scale.toTime(scale.toX(a))).toBeCloseTo(a, 3)
        expect(scale.toX(0)).toBeCloseTo(6)
        expect(scale.toX(100_000)).toBeCloseTo(width - 6)
      },
    ),
  )
})

test('an hour of nothing takes no more room than a minute of it', () => {
  const scale = timeScale(0, 3_700_000, 1000, [{ start: 10_000, end: 3_610_000 }])
  expect(scale.toX(3_610_000) - scale.toX(10_000)).toBeCloseTo(18)
  expect(scale.toX(10_000)).toBeCloseTo(6 + (970 * 10) / 100)
})

describe('zoom', () => {
  test('what is under the pointer stays there when it comes closer', () => {
    fc.assert(
      fc.property(
        stretches,
        fc.integer({ min: 10, max: 990 }),
        fc.double({ min: 0.2, max: 0.95, noNaN: true }),
        (folds, x, factor) => {
          const zoom = new Zoom(100_000)
          const before = timeScale(zoom.from, zoom.to, 1000, folds)
          zoom.at(before, x, factor)
          const under = before.toTime(x)
          expect(under).toBeGreaterThanOrEqual(zoom.from - 1e-6)
          expect(under).toBeLessThanOrEqual(zoom.to + 1e-6)
          if (folds.length === 0) expect(timeScale(zoom.from, zoom.to, 1000).toTime(x)).toBeCloseTo(under, 3)
        },
      ),
    )
  })

  test('never leaves the session, and never comes closer than anybody can see', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({
          kind: fc.constant('at' as const),
          x: fc.integer({ min: -50, max: 1050 }),
          factor: fc.double({ min: 0.01, max: 100, noNaN: true }),
        }),
        fc.record({ kind: fc.constant('pan' as const), by: fc.integer({ min: -200_000, max: 200_000 }) }),
        fc.record({ kind: fc.constant('reveal' as const), time: fc.nat(100_000) }),
      ),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(steps, (all) => {
        const zoom = new Zoom(100_000)
        for (const step of all) {
          if (step.kind === 'at') zoom.at(timeScale(zoom.from, zoom.to, 1000), step.x, step.factor)
          else if (step.kind === 'pan') zoom.pan(step.by)
          else zoom.reveal(step.time)
          expect(zoom.from).toBeGreaterThanOrEqual(0)
          expect(zoom.to).toBeLessThanOrEqual(100_000 + 1e-6)
          expect(zoom.to - zoom.from).toBeGreaterThanOrEqual(200 - 1e-6)
          if (step.kind === 'reveal') {
            expect(zoom.from).toBeLessThanOrEqual(step.time)
            expect(zoom.to).toBeGreaterThanOrEqual(step.time)
          }
        }
      }),
    )
  })

  test('a session that is shorter than that is shown as a whole', () => {
    const zoom = new Zoom(100)
    zoom.closer(50)
    expect([zoom.from, zoom.to, zoom.isWhole]).toEqual([0, 100, true])
  })
})
