import { IncrementalSource, MouseInteractions } from '@rrweb/types'
import { expect, test } from 'vitest'
import { custom, event, increment, meta, metadata, segmentRef, snapshot, START } from '../testing/events.ts'
import { findGaps, gapAt } from './gaps.ts'
import { histogram } from './histogram.ts'
import { findIdle } from './idle.ts'
import { indexSegment } from './index-segment.ts'
import { findMarkers, neighbourMarker } from './markers.ts'
import { mergeRows, mergeTracks } from './merge.ts'
import { findPageBands, pageAt } from './page-bands.ts'
import { findTabSwitches, tabAt } from './tab-track.ts'

const page = (time: number, kind: 'load' | 'title' | 'history' | 'visible', url: string, title = '') =>
  custom(time, 'qa.page', { kind, url, title })

const click = (time: number) =>
  increment(time, {
    source: IncrementalSource.MouseInteraction,
    type: MouseInteractions.Click,
    id: 3,
    x: 10,
    y: 20,
  })

test('positions of a movement are put back to when they were', () => {
  const { tracks } = indexSegment(
    0,
    0,
    [
      increment(500, {
        source: IncrementalSource.MouseMove,
        positions: [
          { x: 1, y: 1, id: 2, timeOffset: -400 },
          { x: 9, y: 9, id: 2, timeOffset: -50 },
        ],
      }),
    ],
    START,
  )
  expect(tracks.points.map(({ time }) => time)).toEqual([100, 450])
})

test('rows of segments are in order whichever was read first', () => {
  const late = indexSegment(0, 1, [custom(900, 'qa.error', { message: 'late' })], START)
  const early = indexSegment(0, 0, [custom(100, 'qa.error', { message: 'early' })], START)
  const rows = mergeRows([late, early])
  expect(rows.errors.map(({ payload }) => payload.message)).toEqual(['early', 'late'])
  expect(rows.console.map(({ id }) => id)).toEqual(['0.0.0', '0.1.0'])
})

test('errors, frustration, failed requests and clicks become markers, with what they were in words', () => {
  const segment = indexSegment(
    0,
    0,
    [
      meta(0),
      snapshot(0),
      click(1000),
      custom(1020, 'qa.step', { kind: 'click', sentence: 'Clicks button “Pay”' }),
      custom(1100, 'qa.network', { method: 'POST', url: 'https://shop.example/api/orders?a=1', status: 500 }),
      custom(1150, 'qa.network', { method: 'GET', url: 'https://shop.example/ok', status: 200 }),
      custom(1160, 'qa.network', { url: 'https://shop.example/left', status: 0, failure: 'abort' }),
      custom(1200, 'qa.console', { level: 'error', args: ['failed', 7] }),
      custom(1210, 'qa.console', { level: 'log', args: ['fine'] }),
      custom(1300, 'qa.error', { kind: 'error', name: 'TypeError', message: 'x is undefined' }),
      custom(1400, 'qa.signal', { kind: 'rage-click' }),
      click(5000),
    ],
    START,
  )
  const markers = findMarkers(mergeRows([segment]), mergeTracks([segment]))
  expect(markers.map(({ time, kind, sentence }) => [time, kind, sentence])).toEqual([
    [1000, 'click', 'Clicks button “Pay”'],
    [1100, 'network', 'POST /api/orders?a=1 500'],
    [1200, 'error', 'failed 7'],
    [1300, 'error', 'Uncaught TypeError: x is undefined'],
    [1400, 'frustration', 'Rage click'],
    [5000, 'click', 'Click'],
  ])
  expect(new Set(markers.map(({ id }) => id)).size).toBe(markers.length)
  expect(neighbourMarker(markers, 1200, 'next')?.time).toBe(1300)
  expect(neighbourMarker(markers, 1200.2, 'previous')?.time).toBe(1100)
  expect(neighbourMarker(markers, 5000, 'next')).toBeNull()
})

test('payloads that are not what they should be are shown as far as they can be', () => {
  const { rows } = indexSegment(
    0,
    0,
    [
      event(5, 0, { tag: 'qa.console', payload: { level: 'loud', args: 7 } }),
      event(5, 0, { tag: 'qa.error', payload: {} }),
      event(5, 0, { tag: 'qa.network', payload: { status: '500', url: {} } }),
      event(5, 0, { tag: 'qa.unheard-of', payload: {} }),
    ],
    START,
  )
  expect(rows.console[0]).toMatchObject({ kind: 'console', payload: { level: 'log', args: [] } })
  expect(rows.errors[0]?.payload).toMatchObject({ name: 'Error', message: '', source: null })
  expect(rows.requests[0]?.payload).toMatchObject({ status: 0, url: '', method: 'GET' })
})

test('a page lasts until the next one of its tab, and takes its title when it comes', () => {
  const { rows } = indexSegment(
    0,
    0,
    [
      page(100, 'load', 'https://a.example/'),
      page(200, 'title', 'https://a.example/', 'A'),
      page(300, 'history', 'https://a.example/'),
      page(400, 'history', 'https://a.example/b', 'B'),
      page(450, 'visible', 'https://a.example/b'),
    ],
    START,
  )
  const bands = findPageBands(rows.pages, 1000)
  expect(bands.map(({ start, end, title }) => [start, end, title])).toEqual([
    [100, 400, 'A'],
    [400, 1000, 'B'],
  ])
  expect(pageAt(bands, 0, 399)?.title).toBe('A')
  expect(pageAt(bands, 0, 0)?.title).toBe('A')
  expect(pageAt(bands, 7, 399)).toBeNull()
})

test('the tab that was looked at is the one that became visible last', () => {
  const visible = (tab: number, time: number) => ({
    id: '',
    tab,
    time,
    payload: { kind: 'visible' as const, url: '', title: '' },
  })
  const switches = findTabSwitches(
    [segmentRef(0, 0, 900), segmentRef(1, 900, 2000), segmentRef(0, 500, 1500, 1)],
    [visible(0, 1200)],
    START,
  )
  expect([0, 499, 500, 1000, 1200].map((time) => tabAt(switches, time))).toEqual([0, 0, 1, 1, 0])
  expect(tabAt([], 5)).toBe(0)
})

test('finds stretches without activity, and leaves their edges', () => {
  expect(findIdle([0, 1000, 9000], 20_000)).toEqual([
    { start: 2000, end: 8000 },
    { start: 10_000, end: 19_000 },
  ])
  expect(findIdle([0, 4000, 8000], 9000)).toEqual([])
})

test('counts activity in parts', () => {
  const { user, page: pages } = histogram([0, 1, 2, 3, 99, 170], [50], 4, (time) => time / 25)
  expect(user).toEqual([1, 0, 0, 0.5])
  expect(pages).toEqual([0, 0, 0.5, 0])
})

test('everything that is missing is a gap with its reason', () => {
  const ref = segmentRef(3, 4000, 6000)
  const segment = { ref, state: 'ready' as const, snapshots: [], start: ref.start, end: ref.end }
  const gaps = findGaps(
    [{ id: '', tab: 0, time: 2000, payload: { reason: 'offline', sentence: 'Offline', durationMs: 500 } }],
    metadata({ incomplete: [{ reason: 'browser-ended', at: START + 9000, detail: 'The browser ended' }] }),
    [
      { segment: { ...segment, events: [meta(4500)] }, index: null, damage: ['the segment is cut short'] },
      {
        segment: { ...segment, events: [] },
        index: indexSegment(0, 3, [], START),
        damage: ['the segment is missing'],
      },
    ],
    START,
  )
  expect(gaps.map(({ start, end }) => [start, end])).toEqual([
    [2000, 2500],
    [4000, 6000],
    [4500, 6000],
    [9000, 9000],
  ])
  expect(gaps[1]?.sentence).toContain('the segment is missing')
  expect(gapAt(gaps, 8990, 20)?.sentence).toBe('The browser ended')
  expect(gapAt(gaps, 8000, 20)).toBeNull()
})
