// @vitest-environment happy-dom
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectDeadClicks } from './detect-dead-clicks.ts'
import { detectErrorClicks } from './detect-error-clicks.ts'
import { detectRageClicks } from './detect-rage-clicks.ts'
import { ANSWERS, type Exemption, type Moment } from './moment.ts'
import { DEFAULT_SETTINGS } from './settings.ts'
import { answer, click, clock, signalsOf } from './testing.ts'

const clicks = (times: number[], change: Parameters<typeof click>[1] = {}) =>
  times.map((time) => click(time, change))
const EXEMPTIONS: Exemption[] = ['text-field', 'select', 'stepper', 'slider', 'canvas', 'media', 'external']

describe('rage clicks', () => {
  it.each<[string, Moment[], number]>([
    ['three within half a second', clicks([0, 200, 500]), 1],
    ['three in more than that', clicks([0, 300, 501]), 0],
    ['two', clicks([0, 100]), 0],
    ['slow ones, and then three quick ones', clicks([0, 400, 800, 1_000, 1_100]), 1],
    ['many at once are one', clicks([0, 100, 200, 300, 400, 500, 600]), 1],
    ['two bursts are two', clicks([0, 100, 200, 5_000, 5_100, 5_200]), 2],
    ['within 30 pixels', [click(0), click(100, { x: 130 }), click(200, { y: 70 })], 1],
    ['farther away', [click(0), click(100, { x: 131 }), click(200, { x: 162 })], 0],
    [
      'answered, on what is no such thing',
      [click(0), answer(50), click(100), answer(150), click(200), answer(250)],
      1,
    ],
    ['left before it ends', [...clicks([0, 100, 200]), { type: 'leave', time: 300 }], 1],
    ['not: text gets selected', [click(0), click(150, { selects: true }), click(300, { selects: true })], 0],
    ...EXEMPTIONS.map((exempt): [string, Moment[], number] => [
      `not: ${exempt}`,
      clicks([0, 100, 200], { exempt }),
      0,
    ]),
    [
      'not: pages that answer each click',
      [0, 150, 300].flatMap((time) => [click(time, { isRepeatable: true }), answer(time + 60)]),
      0,
    ],
    [
      'pages that do not answer each',
      [click(0, { isRepeatable: true }), answer(50), ...clicks([150, 300], { isRepeatable: true })],
      1,
    ],
  ])('%s', (_name, moments, count) => {
    expect(signalsOf(detectRageClicks, moments)).toHaveLength(count)
  })

  it('have their evidence and a sentence', () => {
    const moments = [click(1_000), click(1_200, { x: 110 }), click(1_400)]
    expect(signalsOf(detectRageClicks, moments)).toMatchObject([
      {
        kind: 'rage-click',
        time: 1_000,
        target: { name: 'Pay' },
        evidence: {
          clicks: [
            { x: 100, y: 100, afterMs: 0 },
            { x: 110, y: 100, afterMs: 200 },
            { x: 100, y: 100, afterMs: 400 },
          ],
          spanMs: 400,
          spreadPx: 10,
          answered: 0,
        },
        sentence: 'Clicks button "Pay" 3 times within 0.4 s',
      },
    ])
  })

  it('are found by the settings', () => {
    const settings = {
      ...DEFAULT_SETTINGS,
      rageClick: { clicks: 5, withinMs: 2_000, areaPx: 8, answerMs: 1_000 },
    }
    expect(signalsOf(detectRageClicks, clicks([0, 500, 1_000, 1_500]), settings)).toEqual([])
    expect(signalsOf(detectRageClicks, clicks([0, 500, 1_000, 1_500, 2_000]), settings)).toHaveLength(1)
  })
})

describe('dead clicks', () => {
  it.each<[string, Moment[], number]>([
    ['nothing happens', [click(0), clock(1_000)], 1],
    ['nothing yet', [click(0), clock(999), answer(999)], 0],
    ['an answer that is late', [click(0), answer(1_001)], 1],
    ['on content', [click(0, { on: 'content' })], 1],
    ['several on one element are one', clicks([0, 300, 900]), 1],
    [
      'on two elements, the first answered by nothing but the next click',
      [click(0), click(1_200, { id: 2 })],
      2,
    ],
    ['the page’s own error is no answer', [click(0), { type: 'error', time: 100, message: 'x' }], 1],
    ...ANSWERS.map((what): [string, Moment[], number] => [
      `answered: ${what}`,
      [click(0), answer(500, what)],
      0,
    ]),
    ['answered: the page is left', [click(0), { type: 'leave', time: 500 }], 0],
    ['not: the background', [click(0, { on: 'background' })], 0],
    ['not: text gets selected', [click(0, { selects: true })], 0],
    ['not: with a modifier key', [click(0, { hasModifier: true })], 0],
    ...EXEMPTIONS.map((exempt): [string, Moment[], number] => [`not: ${exempt}`, [click(0, { exempt })], 0]),
    ['not: soon after the page was shown', [{ type: 'visibility', time: 0 }, click(999)], 0],
    ['not: soon before it is hidden', [click(0), { type: 'visibility', time: 900 }], 0],
    ['a while after it was shown', [{ type: 'visibility', time: 0 }, click(1_000)], 1],
  ])('%s', (_name, moments, count) => {
    expect(signalsOf(detectDeadClicks, moments)).toHaveLength(count)
  })

  it('have their evidence and a sentence', () => {
    const [signal] = signalsOf(detectDeadClicks, clicks([10, 200]))
    expect(signal).toMatchObject({
      kind: 'dead-click',
      time: 10,
      evidence: { x: 100, y: 100, on: 'control', clicks: 2, waitedMs: 1_000, waitedFor: ANSWERS },
      sentence: 'Clicks button "Pay" 2 times, and nothing happens for 1 s',
    })
  })

  it('want to be woken when the time is up', () => {
    const detector = detectDeadClicks(DEFAULT_SETTINGS)
    expect(detector.wakeAt()).toBe(Infinity)
    detector.see(click(50))
    expect(detector.wakeAt()).toBe(1_050)
    expect(detector.see(clock(1_050))).toHaveLength(1)
    expect(detector.wakeAt()).toBe(Infinity)
  })
})

describe('error clicks', () => {
  const error = (time: number): Moment => ({ type: 'error', time, message: 'TypeError: x' })
  it.each<[string, Moment[], number]>([
    ['an error within a second', [click(0), error(1_000)], 1],
    ['later', [click(0), error(1_001)], 0],
    ['before', [error(0), click(10)], 0],
    ['several errors are one', [click(0), error(10), error(20)], 1],
    ['each click has its own', [click(0), error(10), click(100), error(120)], 2],
    ['answered all the same', [click(0), answer(5), error(10)], 1],
  ])('%s', (_name, moments, count) => {
    expect(signalsOf(detectErrorClicks, moments)).toHaveLength(count)
  })

  it('tell of the error', () => {
    expect(signalsOf(detectErrorClicks, [click(0), error(30)])[0]).toMatchObject({
      evidence: { message: 'TypeError: x', afterMs: 30 },
      sentence: 'Clicks button "Pay", and an error follows: TypeError: x',
    })
  })
})

it('the same moments give the same signals, and those are never before what they tell of', () => {
  const moments = fc
    .array(fc.tuple(fc.nat(700), fc.constantFrom('click', 'answer', 'error', 'visibility', 'clock')), {
      maxLength: 40,
    })
    .map((steps) => {
      let time = 0
      return steps.map(([after, type]): Moment => {
        time += after
        if (type === 'click') return click(time)
        if (type === 'answer') return answer(time)
        if (type === 'error') return { type, time, message: 'x' }
        return { type: type as 'clock', time }
      })
    })
  fc.assert(
    fc.property(moments, (list) => {
      for (const create of [detectRageClicks, detectDeadClicks, detectErrorClicks]) {
        const signals = signalsOf(create, list)
        expect(signalsOf(create, list)).toEqual(signals)
        const times = list.filter(({ type }) => type === 'click').map(({ time }) => time)
        for (const { time } of signals) expect(times).toContain(time)
      }
    }),
  )
})
