import { expect, test, vi } from 'vitest'
import { IncrementalSource } from '@rrweb/types'
import { custom, increment, segmentRef, snapshot, sourceOf, START } from '../testing/events.ts'
import { nextSegment } from './next-segment.ts'
import { SegmentLoader, type LoadedSegment } from './segment-loader.ts'
import { TabEvents } from './tab-events.ts'

const change = (time: number) =>
  increment(time, { source: IncrementalSource.Mutation, adds: [], removes: [], texts: [], attributes: [] })
const times = (events: { timestamp: number }[]) => events.map(({ timestamp }) => timestamp - START)

function threeSegments() {
  const tab = new TabEvents([segmentRef(0, 0, 100), segmentRef(1, 100, 200), segmentRef(2, 200, 300)])
  const [first, second, third] = tab.segments
  return { tab, first: first!, second: second!, third: third! }
}

test('asks backwards for segments until there is a snapshot', () => {
  const { tab, first, second, third } = threeSegments()
  expect(tab.missingFor(START + 250)).toEqual([third, second, first])
  tab.put(third, [change(210), change(290)])
  expect(tab.missingFor(START + 250)).toEqual([second, first])
  tab.put(second, [snapshot(120), change(150)])
  expect(tab.missingFor(START + 250)).toEqual([])
  expect(tab.snapshotFor(START + 250)).toBe(START + 120)
  expect(tab.missingFor(START + 110)).toEqual([first])
})

test('a time before the first snapshot shows that one', () => {
  const { tab, first } = threeSegments()
  tab.put(first, [custom(1, 'qa.error', {}), snapshot(40), change(50)])
  expect(tab.missingFor(START + 10)).toEqual([])
  expect(tab.snapshotFor(START + 10)).toBe(START + 40)
  expect(times(tab.fromSnapshot(START + 40, START + 10))).toEqual([40])
})

test('gives events between two times, over segments, once', () => {
  const { tab, first, second } = threeSegments()
  tab.put(first, [snapshot(0), change(100)])
  tab.put(second, [change(100), change(150), change(200)])
  expect(times(tab.between(START, START + 150))).toEqual([100, 100, 150])
  expect(times(tab.between(START + 100, START + 150))).toEqual([150])
  expect(times(tab.fromSnapshot(START, START + 100))).toEqual([0, 100, 100])
})

test('puts segments that overlap in order, and believes the events about their times', () => {
  const { tab, first, second } = threeSegments()
  tab.put(first, [snapshot(0), change(180)])
  tab.put(second, [change(90), change(190)])
  expect(times(tab.between(START, START + 190))).toEqual([90, 180, 190])
})

test('loads what is needed, then what follows, then the rest', () => {
  const { tab, first, second, third } = threeSegments()
  const tabs = new Map([[0, tab]])
  const other = new TabEvents([segmentRef(0, 150, 400, 1)])
  tabs.set(1, other)
  expect(nextSegment(tabs, 0, START + 150)).toBe(second)
  tab.put(second, [snapshot(110)])
  expect(nextSegment(tabs, 0, START + 150)).toBe(other.segments[0])
  other.put(other.segments[0]!, [])
  expect(nextSegment(tabs, 0, START + 150)).toBe(third)
  tab.put(third, [])
  expect(nextSegment(tabs, 0, START + 150)).toBe(first)
  tab.put(first, [])
  expect(nextSegment(tabs, 0, START + 150)).toBeNull()
})

function loaderOf(parts: Parameters<typeof sourceOf>[0]) {
  const source = sourceOf(parts)
  const loaded: LoadedSegment[] = []
  const loader = new SegmentLoader({
    source,
    startMs: START,
    onLoad: (segment) => loaded.push(segment),
    wait: () => Promise.resolve(),
  })
  return { source, loader, loaded }
}

test('reads every segment, needed ones first', async () => {
  const { source, loader, loaded } = loaderOf([
    { ref: segmentRef(0, 0, 100), events: [snapshot(0)] },
    { ref: segmentRef(1, 100, 200), events: [snapshot(100)] },
    { ref: segmentRef(2, 200, 300), events: [change(200)] },
  ])
  loader.want(0, START + 150)
  loader.start()
  await vi.waitFor(() => expect(loaded).toHaveLength(3))
  expect(source.reads.map(({ index }) => index)).toEqual([1, 0, 2])
})

test('hands on what is damaged, and drops events that are none', async () => {
  const { loader, loaded } = loaderOf([
    {
      ref: segmentRef(0, 0, 100),
      events: [snapshot(0), increment(5, { source: 'x' })],
      damage: ['1 event could not be read'],
    },
  ])
  loader.start()
  await vi.waitFor(() => expect(loaded).toHaveLength(1))
  expect(loaded[0]?.damage).toEqual(['1 event could not be read'])
  expect(loaded[0]?.segment.events).toHaveLength(1)
})

test('asks again for what cannot be reached, then says so, and again when told to', async () => {
  const part = {
    ref: segmentRef(0, 0, 100),
    events: new Error('The server is away') as Error | ReturnType<typeof snapshot>[],
  }
  const { source, loader, loaded } = loaderOf([part])
  loader.start()
  await vi.waitFor(() => expect(loaded).toHaveLength(1))
  expect(source.reads).toHaveLength(3)
  expect(loaded[0]).toMatchObject({ index: null, damage: ['The server is away'] })
  part.events = [snapshot(0)]
  loader.retry()
  await vi.waitFor(() => expect(loaded).toHaveLength(2))
  expect(loaded[1]?.damage).toEqual([])
})

test('reports nothing once it is stopped', async () => {
  const { source, loader, loaded } = loaderOf([{ ref: segmentRef(0, 0, 100), events: [snapshot(0)] }])
  loader.start()
  loader.stop()
  await vi.waitFor(() => expect(source.reads).toHaveLength(1))
  await Promise.resolve()
  expect(loaded).toEqual([])
  expect(loader.tabs.get(0)?.segments[0]?.state).toBe('waiting')
})
