import fc from 'fast-check'
import { gzipSync, strToU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { SessionEvent } from './events.ts'
import { decodeSegment, encodeSegment, isSessionEvent, parseEventLines } from './segment-codec.ts'
import { toNdjson } from './testing.ts'

const event = fc.record({
  type: fc.integer({ min: 0, max: 6 }),
  timestamp: fc.integer({ min: 0, max: 2 ** 42 }),
  data: fc.dictionary(fc.string(), fc.jsonValue()),
}) as unknown as fc.Arbitrary<SessionEvent>
const sorted = fc
  .array(event, { maxLength: 60 })
  .map((events) => events.sort((a, b) => a.timestamp - b.timestamp))
/** What JSON makes of it: -0 becomes 0. */
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown

describe('a segment', () => {
  it('gives back the events that it was made of', () => {
    fc.assert(
      fc.property(
        sorted.filter((events) => events.length > 0),
        (events) => {
          expect(decodeSegment(encodeSegment(toNdjson(events)))).toEqual({
            events: asJson(events),
            damage: [],
          })
        },
      ),
    )
  })

  it('has the same bytes for the same events', () => {
    fc.assert(
      fc.property(sorted, (events) => {
        expect(encodeSegment(toNdjson(events))).toEqual(encodeSegment(toNdjson(events)))
      }),
    )
  })

  it('cut short anywhere, gives a part of its events and says so', () => {
    fc.assert(
      fc.property(
        sorted.filter((events) => events.length > 0),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        (events, part) => {
          const blob = encodeSegment(toNdjson(events))
          const { events: read, damage } = decodeSegment(blob.subarray(0, Math.floor(blob.length * part)))
          // Without its last bytes, a checksum, nothing is missing yet.
          expect(damage.length > 0 || read.length === events.length).toBe(true)
          for (const one of read) expect(asJson(events)).toContainEqual(one)
        },
      ),
    )
  })

  it('keeps what comes before the damage', () => {
    const events = Array.from({ length: 5_000 }, (_, i) => ({
      type: 5,
      timestamp: i,
      data: { tag: 'x', payload: { text: `${i} ${Math.sin(i)}` } },
    }))
    const blob = encodeSegment(toNdjson(events))
    const { events: read, damage } = decodeSegment(blob.subarray(0, blob.length / 2))
    expect(read.length).toBeGreaterThan(1_000)
    expect(damage.length).toBeGreaterThan(0)
  })

  it('of any bytes never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void decodeSegment(bytes)))
  })

  it('that inflates beyond the limit is not held in memory', () => {
    const bomb = gzipSync(new Uint8Array(20 * 1024 * 1024))
    expect(decodeSegment(bomb, 1024 * 1024).damage[0]).toBe('the segment inflates to more than is allowed')
  })

  it('drops lines that are no events, and counts them', () => {
    const good = '{"type":5,"timestamp":7,"data":{}}'
    const blob = gzipSync(
      strToU8(
        [
          '{"type":99,"timestamp":1,"data":{}}',
          good,
          'nonsense',
          '{"type":5,"timestamp":"7","data":{}}',
        ].join('\n'),
      ),
    )
    expect(decodeSegment(blob)).toEqual({
      events: [JSON.parse(good)],
      damage: ['3 events could not be read'],
    })
  })

  it('sorts events that came in out of order, and keeps the order of equal times', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (times) => {
        const events = times.map((timestamp, i) => ({ type: 5, timestamp, data: { i } }))
        const read = parseEventLines(events.map((one) => JSON.stringify(one)).join('\n')).events
        expect(read).toEqual([...events].sort((a, b) => a.timestamp - b.timestamp))
      }),
    )
  })

  it('is read from text with any line breaks at its end', () => {
    expect(parseEventLines('{"type":2,"timestamp":1,"data":{}}\n\n').events).toHaveLength(1)
  })
})

describe('isSessionEvent', () => {
  it('takes no value but an event', () => {
    for (const value of [
      null,
      1,
      'x',
      [],
      {},
      { type: 5, timestamp: -1, data: {} },
      { type: 5.5, timestamp: 1, data: {} },
      { type: 5, timestamp: NaN, data: {} },
      { type: 5, timestamp: 1, data: null },
    ]) {
      expect(isSessionEvent(value)).toBe(false)
    }
  })
})
