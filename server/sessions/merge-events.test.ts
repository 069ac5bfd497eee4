import fc from 'fast-check'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { mergeEvents, peakBytes, type TimedSegment } from './merge-events.ts'

interface Held {
  segment: TimedSegment
  wasOpened: () => boolean
}

/** A segment with an event at each time, which says where it is from. */
function segmentOf(name: string, times: number[]): Held {
  const text = times
    .map((timestamp, place) => JSON.stringify({ type: 5, timestamp, data: { name, place } }))
    .join('\n')
  let opened = false
  const segment: TimedSegment = {
    firstAt: Math.min(...times),
    lastAt: Math.max(...times),
    inflatedBytes: text.length,
    open: async () => {
      opened = true
      return Readable.from([gzipSync(text)])
    },
  }
  return { segment, wasOpened: () => opened }
}

interface MergedEvent {
  timestamp: number
  data: { name: string; place: number }
}

async function collect(segments: TimedSegment[]): Promise<MergedEvent[]> {
  const events: MergedEvent[] = []
  for await (const json of mergeEvents(segments, null)) events.push(JSON.parse(json) as MergedEvent)
  return events
}

describe('mergeEvents', () => {
  it('gives every event once, by time, and those of one moment as they were recorded', async () => {
    const times = fc.array(fc.nat(50), { minLength: 1, maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(fc.array(times, { maxLength: 8 }), async (all) => {
        const events = await collect(all.map((list, i) => segmentOf(`s${i}`, list).segment))
        expect(events).toHaveLength(all.flat().length)
        for (let i = 1; i < events.length; i++) {
          expect(events[i]!.timestamp).toBeGreaterThanOrEqual(events[i - 1]!.timestamp)
        }
        for (const [i, list] of all.entries()) {
          const own = events.filter(({ data }) => data.name === `s${i}`)
          const expected = list
            .map((timestamp, place) => ({ timestamp, place }))
            .sort((a, b) => a.timestamp - b.timestamp)
          expect(own.map(({ timestamp, data }) => ({ timestamp, place: data.place }))).toEqual(expected)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('reads a segment only when its time has come', async () => {
    const late = segmentOf('late', [100, 200])
    const events = mergeEvents([late.segment, segmentOf('early', [1, 2, 3]).segment], null)
    await events.next()
    await events.next()
    expect(late.wasOpened()).toBe(false)
    await events.next()
    await events.next()
    expect(late.wasOpened()).toBe(true)
  })

  it('leaves out lines that are no events, and applies an upgrade to the others', async () => {
    const text = ['not json', '{"type":5}', '{"type":5,"timestamp":1,"data":{}}', ''].join('\n')
    const open = async () => Readable.from([gzipSync(text)])
    const upgraded: string[] = []
    const segment = { firstAt: 1, lastAt: 1, inflatedBytes: 1, open }
    for await (const json of mergeEvents([segment], (event) => ({ ...event, timestamp: 7 })))
      upgraded.push(json)
    expect(upgraded.map((json) => JSON.parse(json) as unknown)).toEqual([{ type: 5, timestamp: 7, data: {} }])
  })

  it('ends in an error when a segment cannot be read', async () => {
    const open = async () => Readable.from([gzipSync('{"type":5,"timestamp":1,"data":{}}').subarray(0, 12)])
    await expect(collect([{ firstAt: 1, lastAt: 1, inflatedBytes: 1, open }])).rejects.toThrow()
  })
})

describe('peakBytes', () => {
  const span = (firstAt: number, lastAt: number, inflatedBytes: number) =>
    ({ firstAt, lastAt, inflatedBytes }) as TimedSegment

  it('is what overlaps, not what there is', () => {
    expect(peakBytes([])).toBe(0)
    expect(peakBytes([span(0, 10, 5), span(11, 20, 7), span(21, 30, 6)])).toBe(7)
    expect(peakBytes([span(0, 10, 5), span(10, 20, 7), span(5, 6, 1)])).toBe(12)
    expect(peakBytes([span(3, 3, 5), span(3, 3, 7)])).toBe(12)
  })
})
