// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { detectFormAbandonment } from './detect-form-abandonment.ts'
import { detectFormFrustration } from './detect-form-frustration.ts'
import { detectScrollThrashing } from './detect-scroll-thrashing.ts'
import type { Form, Moment } from './moment.ts'
import { DEFAULT_SETTINGS } from './settings.ts'
import { answer, click, clock, form, signalsOf } from './testing.ts'

const other: Form = { ...form, id: 10 }
const submit = (time: number, of = form): Moment => ({ type: 'submit', time, form: of })
const invalid = (time: number, by: 'browser' | 'page' = 'browser', of = form): Moment => ({
  type: 'invalid',
  time,
  form: of,
  by,
})
const response = (time: number, startedAt: number, status: number): Moment => ({
  type: 'response',
  time,
  startedAt,
  status,
})
const fill = (time: number, field = 1, isFilled = true, of = form): Moment => ({
  type: 'field',
  time,
  form: of,
  field,
  isFilled,
})
const leave = (time: number): Moment => ({ type: 'leave', time })

describe('form frustration', () => {
  it.each<[string, Moment[], number]>([
    ['the browser refuses it twice', [invalid(0), invalid(5_000)], 1],
    ['once, in several fields', [invalid(0), invalid(1), invalid(2)], 0],
    ['twice in more than a minute', [invalid(0), invalid(60_001)], 0],
    ['five times is one', [0, 1_000, 2_000, 3_000, 4_000].map((time) => invalid(time)), 1],
    [
      'the page marks fields twice',
      [submit(0), invalid(50, 'page'), submit(3_000), invalid(3_050, 'page')],
      1,
    ],
    [
      'the page marks fields while they are filled',
      [invalid(0, 'page'), fill(10), invalid(5_000, 'page')],
      0,
    ],
    [
      'its requests fail twice',
      [submit(0), response(400, 20, 422), submit(3_000), response(3_400, 3_010, 500)],
      1,
    ],
    [
      'its requests go well',
      [submit(0), response(400, 20, 200), submit(3_000), response(3_400, 3_010, 201)],
      0,
    ],
    [
      'once it fails, then it goes well',
      [submit(0), response(400, 20, 422), submit(3_000), response(3_400, 3_010, 200)],
      0,
    ],
    [
      'a request that began before',
      [submit(1_000), response(1_400, 500, 500), submit(3_000), response(3_400, 2_000, 500)],
      0,
    ],
    ['a request that has nothing to do with it', [response(100, 50, 500), response(200, 150, 500)], 0],
    ['different ways', [invalid(0), submit(5_000), response(5_400, 5_010, 409)], 1],
    ['two forms once each', [invalid(0), invalid(5_000, 'browser', other)], 0],
  ])('%s', (_name, moments, count) => {
    expect(signalsOf(detectFormFrustration, moments)).toHaveLength(count)
  })

  it('has its evidence and a sentence', () => {
    const moments = [invalid(100), submit(2_100), response(2_500, 2_110, 409)]
    expect(signalsOf(detectFormFrustration, moments)[0]).toMatchObject({
      time: 100,
      evidence: {
        attempts: [
          { afterMs: 0, because: 'browser' },
          { afterMs: 2_400, because: 409 },
        ],
        spanMs: 2_400,
      },
      sentence: 'Sends form "Order" 2 times within 2.4 s, and it is refused each time',
    })
  })
})

describe('form abandonment', () => {
  it.each<[string, Moment[], number]>([
    ['filled and left', [fill(0), leave(5_000)], 1],
    ['filled, and then nothing for a minute', [fill(0), clock(60_000)], 1],
    ['filled, and still at it', [fill(0), fill(50_000), submit(100_000)], 0],
    ['reported as idle is not reported as left too', [fill(0), clock(60_000), leave(90_000)], 1],
    ['not: sent', [fill(0), submit(2_000), leave(9_000)], 0],
    ['not: emptied again', [fill(0), fill(500, 1, false), leave(5_000)], 0],
    ['one of two fields is emptied', [fill(0, 1), fill(100, 2), fill(500, 1, false), leave(5_000)], 1],
    ['not: nothing filled', [click(0), leave(5_000)], 0],
    [
      'not: a button of it sends a request',
      [fill(0), click(3_000, { form: 9 }), answer(3_100, 'request'), leave(9_000)],
      0,
    ],
    ['not: a button of it leads away', [fill(0), click(3_000, { form: 9 }), leave(3_400)], 0],
    ['not: choosing something leads away', [fill(0), leave(300)], 0],
    ['sent another form', [fill(0), submit(2_000, other), leave(9_000)], 1],
    ['a request that no button sent', [fill(0), answer(100, 'request'), leave(9_000)], 1],
    ['two forms', [fill(0), fill(100, 2, true, other), leave(9_000)], 2],
  ])('%s', (_name, moments, count) => {
    expect(signalsOf(detectFormAbandonment, moments)).toHaveLength(count)
  })

  it('has its evidence and a sentence', () => {
    expect(signalsOf(detectFormAbandonment, [fill(0, 1), fill(1_000, 2), leave(8_000)])[0]).toMatchObject({
      time: 8_000,
      evidence: { filledFields: 2, how: 'left', spentMs: 8_000 },
      sentence: 'Fills 2 fields of form "Order" in 8 s, and leaves the page without sending it',
    })
  })
})

describe('scroll thrashing', () => {
  const scrolls = (positions: number[], everyMs = 250, scroller = 1): Moment[] =>
    positions.map((y, index) => ({ type: 'scroll', time: index * everyMs, scroller, y, viewport: 900 }))

  it.each<[string, Moment[], number]>([
    ['four reversals of a third of the screen', scrolls([0, 400, 50, 400, 50, 400]), 1],
    ['in many small events', scrolls([0, 200, 400, 250, 50, 250, 400, 200, 0, 250, 400], 150), 1],
    ['three reversals', scrolls([0, 400, 50, 400, 50]), 0],
    ['by less', scrolls([0, 250, 0, 250, 0, 250]), 0],
    ['slowly', scrolls([0, 400, 50, 400, 50, 400], 1_100), 0],
    ['down, by large steps', scrolls([0, 400, 800, 1_200, 1_600, 2_000]), 0],
    ['with small corrections', scrolls([0, 400, 350, 800, 750, 1_200, 1_150, 1_600]), 0],
    ['over two lists', [...scrolls([0, 400, 50]), ...scrolls([0, 400, 50], 250, 2)], 0],
  ])('%s', (_name, moments, count) => {
    const ordered = moments.map((moment, index) => ({ ...moment, time: Math.max(moment.time, index) }))
    expect(signalsOf(detectScrollThrashing, ordered)).toHaveLength(count)
  })

  it('has its evidence and a sentence', () => {
    const [signal] = signalsOf(detectScrollThrashing, scrolls([0, 400, 50, 400, 50, 400]))
    expect(signal).toMatchObject({
      kind: 'scroll-thrash',
      time: 250,
      target: null,
      evidence: {
        turns: [
          { afterMs: 0, distance: 400 },
          { afterMs: 250, distance: -350 },
          { afterMs: 500, distance: 350 },
          { afterMs: 750, distance: -350 },
        ],
        spanMs: 750,
        viewport: 900,
      },
      sentence: 'Scrolls back and forth 4 times within 0.8 s',
    })
  })

  it('is found by the settings', () => {
    const settings = {
      ...DEFAULT_SETTINGS,
      scrollThrash: { reversals: 2, withinMs: 3_000, viewportShare: 0.1 },
    }
    expect(signalsOf(detectScrollThrashing, scrolls([0, 100, 0, 100]), settings)).toHaveLength(1)
  })
})
