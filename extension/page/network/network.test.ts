// @vitest-environment happy-dom
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCounters } from '../console-counters.ts'
import { createInteractionDelay, createShiftScore } from '../vitals.ts'
import { createBodyBudget, isStreamType, isTextType } from './body-limits.ts'
import { headerOf, parseHeaderLines, readHeaders } from './headers.ts'
import { createMessageLimit } from './message-limit.ts'
import { describeBody, utf8Length } from './request-body.ts'
import { contentLength } from './request-log.ts'
import { shortJson } from './short-json.ts'
import { describeTiming } from './timing.ts'

describe('what is sent', () => {
  it('is text where it is text', () => {
    expect(describeBody('a', '').body).toEqual({ type: 'text/plain', sizeBytes: 1, text: 'a', gap: null })
    expect(describeBody(new URLSearchParams({ a: 'b c' }), '').body).toMatchObject({
      type: 'application/x-www-form-urlencoded',
      text: 'a=b+c',
    })
    expect(describeBody(null, '').body).toBeNull()
    expect(describeBody(5, '').body).toMatchObject({ text: '5' })
  })

  it('is a form with the sizes of its files, whose contents are not read', () => {
    const form = new FormData()
    form.append('a"b', '1')
    form.append('file', new File(['content'], 'cv.pdf', { type: 'application/pdf' }))
    const { text, sizeBytes } = describeBody(form, '').body!
    expect(text).toContain('name="a%22b"\r\n\r\n1\r\n')
    expect(text).toContain('filename="cv.pdf"\r\nContent-Type: application/pdf\r\nContent-Length: 7')
    expect(text).not.toContain('content\r\n')
    expect(sizeBytes).toBeNull()
  })

  it('is only a size where it is bytes, unless its type says that they are text', () => {
    const bytes = new TextEncoder().encode('{"a":1}')
    expect(describeBody(bytes, '').body).toMatchObject({ text: null, sizeBytes: 7, gap: 'binary' })
    expect(describeBody(bytes.buffer, 'application/json').body).toMatchObject({ text: '{"a":1}' })
    expect(describeBody(new DataView(bytes.buffer), '').body).toMatchObject({ sizeBytes: 7 })
  })

  it('is nothing but its kind where it is a stream', () => {
    expect(describeBody({ getReader: () => null }, '').body).toMatchObject({ text: null, gap: 'stream' })
  })

  it('loses its last word when it is cut', () => {
    const { text, gap } = describeBody(`${'word '.repeat(13_107)}4000000000000002`, '').body!
    expect(gap).toBe('cut')
    expect(text!.length).toBeLessThanOrEqual(65_536)
    expect(text).not.toMatch(/\d/)
  })

  it('is counted in bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length)
      }),
    )
  })
})

describe('headers', () => {
  it('are read in each of their forms, without running what is the page’s', () => {
    const wanted = [['x-a', '1']]
    expect(readHeaders({ 'X-A': '1' })).toEqual(wanted)
    expect(readHeaders([['X-A', ' 1 ']])).toEqual(wanted)
    expect(readHeaders(new Headers({ 'X-A': '1' }))).toEqual(wanted)
    expect(readHeaders(undefined)).toBeNull()
    const own = {
      get accept() {
        throw new Error('ran')
      },
    }
    expect(readHeaders(own)).toEqual([])
  })

  it('are read from the lines of an XMLHttpRequest', () => {
    const headers = parseHeaderLines('content-type: a/b; c="d: e"\r\nx-empty: \r\nno line\r\n')
    expect(headers).toEqual([
      ['content-type', 'a/b; c="d: e"'],
      ['x-empty', ''],
    ])
    expect(headerOf(headers, 'content-type')).toBe('a/b; c="d: e"')
    expect(headerOf(headers, 'none')).toBeNull()
  })

  it.each([
    ['12', 12],
    ['', null],
    ['-1', null],
    ['1.5', null],
    ['many', null],
  ])('have a length: %j', (value, bytes) => expect(contentLength([['content-length', value]])).toBe(bytes))
})

describe('limits', () => {
  it('let the first messages through, then some a second, and count the others', () => {
    let time = 0
    const limit = createMessageLimit(() => time)
    const passed = (count: number) =>
      [...Array(count).keys()].map(() => limit.pass()).filter((before) => before !== null)
    expect(passed(500)).toHaveLength(200)
    expect(limit.leftOut()).toBe(300)
    time = 1_000
    expect(passed(500)).toEqual([300, ...Array<number>(19).fill(0)])
    expect(limit.leftOut()).toBe(480)
  })

  it('count every message once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), (steps) => {
        let time = 0
        const limit = createMessageLimit(() => time)
        let told = 0
        for (const step of steps) {
          time += step
          const before = limit.pass()
          if (before !== null) told += before + 1
        }
        expect(told + limit.leftOut()).toBe(steps.length)
      }),
    )
  })

  it('give bodies room that comes back with time', () => {
    let time = 0
    const budget = createBodyBudget(() => time)
    expect(budget.take(2 * 1024 * 1024)).toBe(true)
    expect(budget.take(1)).toBe(false)
    time = 1_000
    expect(budget.take(64_000)).toBe(true)
  })

  it.each([
    ['application/vnd.api+json', true],
    ['text/html; charset=utf-8', true],
    ['image/svg+xml', false],
    ['application/pdf', false],
    ['', false],
  ])('know text: %s', (type, text) => expect(isTextType(type)).toBe(text))

  it('know what has no end', () => {
    expect(isStreamType('text/event-stream; charset=utf-8')).toBe(true)
    expect(isStreamType('text/plain')).toBe(false)
  })
})

describe('the beginning of a value as JSON', () => {
  it('is its JSON when that is short', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(shortJson(value, 1e6)).toEqual({ text: JSON.stringify(value), whole: true })
      }),
    )
  })

  it('is not made further than asked for', () => {
    const { text, whole } = shortJson(Array<number>(1e5).fill(12345), 1_000)
    expect(whole).toBe(false)
    expect(text.length).toBeLessThan(1_010)
  })
})

describe('timing', () => {
  const none = {
    startTime: 10,
    redirectStart: 0,
    redirectEnd: 0,
    domainLookupStart: 0,
    domainLookupEnd: 0,
    connectStart: 0,
    secureConnectionStart: 0,
    connectEnd: 0,
    requestStart: 0,
    responseStart: 0,
    responseEnd: 90,
    transferSize: 0,
    encodedBodySize: 0,
    decodedBodySize: 0,
    responseStatus: 0,
  }

  it('has all phases, which add up to the whole', () => {
    const timing = describeTiming(
      {
        ...none,
        domainLookupStart: 12,
        domainLookupEnd: 20,
        connectStart: 20,
        secureConnectionStart: 30,
        connectEnd: 42,
        requestStart: 42,
        responseStart: 80,
        transferSize: 500,
        encodedBodySize: 200,
        decodedBodySize: 900,
      },
      'h2',
    )
    expect(timing).toMatchObject({
      blockedMs: 2,
      dnsMs: 8,
      connectMs: 10,
      tlsMs: 12,
      waitMs: 38,
      receiveMs: 10,
    })
    expect(timing).toMatchObject({ redirectMs: null, fromCache: false, encodedBytes: 200, decodedBytes: 900 })
  })

  it('is unknown where the browser does not tell, rather than 0', () => {
    const timing = describeTiming(none, '')
    expect(timing).toMatchObject({ blockedMs: null, waitMs: null, receiveMs: null, transferBytes: null })
  })
})

describe('the counters of a console', () => {
  it('say what a browser says', () => {
    let time = 0
    const counters = createCounters(() => time)
    expect([counters.count(undefined), counters.count('a'), counters.count(undefined)]).toEqual([
      'default: 1',
      'a: 1',
      'default: 2',
    ])
    expect([counters.resetCount('a'), counters.count('a'), counters.resetCount('b')]).toEqual([
      null,
      'a: 1',
      ["Count for 'b' does not exist"],
    ])
    expect(counters.startTimer('t')).toBeNull()
    expect(counters.startTimer('t')).toEqual(["Timer 't' already exists"])
    time = 12.5
    expect(counters.readTimer('t', true)).toBe('t: 12.5 ms')
    expect(counters.readTimer('t', false)).toBe("Timer 't' does not exist")
  })
})

describe('web vitals', () => {
  it('take the worst window of layout shifts', () => {
    const shifts = createShiftScore()
    for (const [at, value] of [
      [0, 0.1],
      [900, 0.1],
      [3_000, 0.05],
      [3_500, 0.25],
      [9_000, 0.2],
    ] as const)
      shifts.add(at, value)
    expect(shifts.score()).toBeCloseTo(0.3)
  })

  it('take the longest interaction, without one of every fifty', () => {
    const delays = createInteractionDelay()
    expect(delays.worst()).toBeNull()
    delays.add(0, 9_000)
    delays.add(1, 80)
    delays.add(1, 300)
    delays.add(2, 500)
    expect(delays.worst()).toBe(500)
    for (let id = 3; id <= 60; id++) delays.add(id, 100)
    expect(delays.worst()).toBe(300)
  })
})
