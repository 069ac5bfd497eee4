import { expect, test } from 'vitest'
import type {
  ConsolePayload,
  ErrorPayload,
  NetworkPayload,
  PagePayload,
  StepPayload,
} from '../../session/events.ts'
import { metadata } from '../testing/events.ts'
import type { Marker } from '../model/markers.ts'
import type { ConsoleRow, NetworkRow, SessionIndex, StepRow } from '../model/rows.ts'
import { countLevels, filterConsole, toConsoleLines } from './console-lines.ts'
import { describeMoment, describeSession } from './details.ts'
import { toErrorLines } from './error-lines.ts'
import { argumentsText, formatArguments } from './format-arguments.ts'
import { filterRequests, toRequestLines, waterfallBar, waterfallRange } from './network-rows.ts'
import { parseStack, place } from './stack-frames.ts'
import { toggled } from '../sets.ts'
import { toSignalLines } from './signal-lines.ts'
import { filterSteps, toStepLines } from './step-lines.ts'
import { childrenOf, leftOut, valueKind } from './value-children.ts'
import { whatLedTo } from './what-led.ts'

const NOTHING: SessionIndex = {
  console: [],
  errors: [],
  requests: [],
  requestEnds: [],
  messages: [],
  vitals: [],
  longTasks: [],
  environment: [],
  pages: [],
  steps: [],
  signals: [],
  gaps: [],
}

let nextId = 0
const called = (time: number, payload: Partial<ConsolePayload>): ConsoleRow => ({
  id: String(nextId++),
  tab: 0,
  time,
  kind: 'console',
  payload: { level: 'log', method: 'log', args: [], stack: null, ...payload },
})
const thrown = (time: number, payload: Partial<ErrorPayload>): ConsoleRow => ({
  id: String(nextId++),
  tab: 0,
  time,
  kind: 'error',
  payload: { kind: 'error', name: 'TypeError', message: 'no', stack: null, source: null, ...payload },
})

test.each([
  [['a', 'b'], [{ text: 'a b' }]],
  [['%s is %d%%', 'Ada', '36.6'], [{ text: 'Ada is 36%' }]],
  [['%f', '1.5'], [{ text: '1.5' }]],
  [['%cred%c plain', 'color:red', ''], [{ text: 'red plain' }]],
  [
    ['%o rest', { $: 'undefined' }, 7],
    [{ value: { $: 'undefined' } }, { text: ' rest ' }, { value: 7 }],
  ],
  [['%s %s', 'only one'], [{ text: 'only one %s' }]],
  [['100%s'], [{ text: '100%s' }]],
  [
    [5, 'a'],
    [{ value: 5 }, { text: ' a' }],
  ],
  [[], []],
] as const)('formats %j', (args, parts) => expect(formatArguments(args)).toEqual(parts))

test('a line as text has its values in it', () => {
  expect(argumentsText(['cart', { $: 'array', name: 'Array', items: [1] }])).toBe('cart (1) [1]')
})

test('reads the stacks of V8 and of SpiderMonkey', () => {
  const v8 =
    'TypeError: no\n    at pay (https://a.example/js/checkout.js:23:55)\n    at https://a.example/:4:1\n    at new Promise (<anonymous>)'
  expect(parseStack(v8).map(({ name, place: at, line }) => [name, at, line])).toEqual([
    ['pay', 'checkout.js:23:55', 23],
    ['', 'a.example:4:1', 4],
  ])
  expect(
    parseStack('pay@https://a.example/js/checkout.js:23:55\n@https://a.example/x.js:1:2')[0],
  ).toMatchObject({
    name: 'pay',
    line: 23,
    column: 55,
  })
  expect(parseStack('no stack at all')).toEqual([])
})

test('a place is the last part of a path', () => {
  expect(place('https://a.example/js/app.js?v=2', 0, 0)).toBe('app.js')
  expect(place('eval', 3, 0)).toBe('eval:3')
})

test('the same line one after the other is one with a count', () => {
  const lines = toConsoleLines([
    called(1, { args: ['tick'] }),
    called(2, { args: ['tick'] }),
    called(3, { args: ['tick'], level: 'warn' }),
    called(4, { args: ['tick'] }),
  ])
  expect(lines.map(({ count, time }) => [count, time])).toEqual([
    [2, 1],
    [1, 3],
    [1, 4],
  ])
  expect(countLevels(lines)).toMatchObject({ log: 3, warn: 1, error: 0 })
})

test('groups indent what is in them, and their ends are no lines', () => {
  const lines = toConsoleLines([
    called(1, { method: 'group', args: ['outer'] }),
    called(2, { args: ['in'] }),
    called(3, { method: 'groupEnd' }),
    called(4, { method: 'groupEnd' }),
    called(5, { args: ['out'] }),
  ])
  expect(lines.map(({ text, depth }) => [text, depth])).toEqual([
    ['outer', 0],
    ['in', 1],
    ['out', 0],
  ])
})

test('errors that nobody caught are lines with where they were thrown', () => {
  const [error, rejection, resource, assertion] = toConsoleLines([
    thrown(1, { source: { url: 'https://a.example/app.js', line: 3, column: 9 } }),
    thrown(2, { kind: 'unhandledrejection', name: 'Error', message: '', value: { $: 'undefined' } }),
    thrown(3, {
      kind: 'resource',
      message: 'image',
      source: { url: 'https://a.example/a.png', line: 0, column: 0 },
    }),
    called(4, { method: 'assert', level: 'error', args: ['total > 0'] }),
  ])
  expect(error).toMatchObject({ text: 'Uncaught TypeError: no', place: 'app.js:3:9', level: 'error' })
  expect(rejection?.text).toBe('Uncaught (in promise) Error')
  expect(rejection?.parts.at(-1)).toEqual({ value: { $: 'undefined' } })
  expect(resource?.text).toBe('Failed to load https://a.example/a.png')
  expect(assertion?.text).toBe('Assertion failed: total > 0')
})

test('filters by level and by text, whatever its case', () => {
  const lines = toConsoleLines([called(1, { args: ['Order'], level: 'warn' }), called(2, { args: ['cart'] })])
  const none = new Set<never>()
  expect(filterConsole(lines, { hiddenLevels: none, search: ' ORDER ' }).map(({ time }) => time)).toEqual([1])
  expect(
    filterConsole(lines, { hiddenLevels: new Set(['warn'] as const), search: '' }).map(({ time }) => time),
  ).toEqual([2])
})

test('the same error from the same place is one, with every time', () => {
  const rows = {
    console: [
      thrown(10, {}),
      called(20, { level: 'error', args: ['order failed', 500] }),
      thrown(30, {}),
      called(40, { level: 'log', args: ['fine'] }),
    ],
  } as unknown as SessionIndex
  expect(toErrorLines(rows).map(({ kind, sentence, times }) => [kind, sentence, times])).toEqual([
    ['Thrown', 'Uncaught TypeError: no', [10, 30]],
    ['console.error', 'order failed 500', [20]],
  ])
})

const request = (time: number, payload: Partial<NetworkPayload>): NetworkRow => ({
  id: String(nextId++),
  tab: 0,
  time,
  end: null,
  messages: [],
  payload: {
    requestId: 'r',
    api: 'fetch',
    method: 'GET',
    url: 'https://a.example/api/orders/7?x=1',
    startedAt: 1000 + time - 100,
    durationMs: 100,
    status: 200,
    statusText: '',
    failure: null,
    responseType: 'application/json; charset=utf-8',
    responseBytes: 12,
    ...payload,
  },
})

test('requests have a short name, an end and a bar', () => {
  const lines = toRequestLines(
    [request(500, {}), request(900, { status: 0, failure: 'network', startedAt: 0 })],
    1000,
  )
  expect(lines[0]).toMatchObject({
    name: '7?x=1',
    folder: '/api/orders/',
    start: 400,
    type: 'application/json',
    failed: false,
  })
  expect(lines[1]).toMatchObject({ failed: true, statusText: 'Network error', start: 800 })
  expect(waterfallRange(lines)).toEqual({ from: 400, to: 900 })
  expect(waterfallBar(lines[1]!, 400, 900)).toEqual({ left: 0.8, width: 0.2 })
  expect(filterRequests(lines, 'orders', true)).toEqual([lines[1]])
  expect(filterRequests(lines, 'POST', false)).toEqual([])
  expect(waterfallRange([])).toEqual({ from: 0, to: 0 })
})

test('an error tells what caused it, down the chain, and not without end', () => {
  const inner = {
    $: 'error' as const,
    name: 'RangeError',
    message: 'inner',
    stack: 'at x',
    cause: 'disk full',
  }
  const value = { $: 'error' as const, name: 'Error', message: 'outer', stack: null, cause: inner }
  const [line] = toErrorLines({ ...NOTHING, console: [thrown(1, { value })] })
  expect(line!.causes).toEqual([
    { sentence: 'RangeError: inner', stack: 'at x' },
    { sentence: 'disk full', stack: null },
  ])
  const [logged] = toErrorLines({
    ...NOTHING,
    console: [called(1, { level: 'error', args: ['no:', value] })],
  })
  expect(logged!.causes).toHaveLength(2)
  let deep: typeof inner | typeof value = inner
  for (let i = 0; i < 50; i++) deep = { ...value, cause: deep as typeof inner }
  expect(toErrorLines({ ...NOTHING, console: [thrown(1, { value: deep })] })[0]!.causes).toHaveLength(10)
})

test('what led to an error: the last of each kind, of its tab, in order, and nothing of long ago', () => {
  const click = (time: number, tab = 0): Marker => ({
    id: `c${time}.${tab}`,
    tab,
    time,
    kind: 'click',
    sentence: `Click ${time}`,
  })
  const error = thrown(100_000, {})
  const rows = {
    ...NOTHING,
    console: [...[1, 2, 3, 4, 5].map((i) => called(99_000 + i, { args: [`line ${i}`] })), error],
    requests: [request(10_000, {}), request(99_500, { status: 500 })],
  }
  const clicks = [click(1000), click(98_000), click(98_500, 1), click(101_000)]
  const leads = whatLedTo(rows, clicks, error)
  expect(leads.map(({ sentence }) => sentence)).toEqual([
    'Click 98000',
    'line 2',
    'line 3',
    'line 4',
    'line 5',
    'GET /api/orders/7?x=1 500',
  ])
  expect(leads.filter(({ failed }) => failed)).toHaveLength(1)
})

test('what the page was at a moment, as far as it is known', () => {
  const values = describeMoment({ timeMs: 1250, page: null, viewport: { width: 8, height: 6 }, tab: 1 })
  expect(values.map(({ value }) => value)).toEqual(['0:01.250', '8 × 6', 'Tab 2'])
})

test('a value has children, and says what was left out', () => {
  const error = { $: 'error', stack: 'at x', cause: 5, entries: [['code', 'E']] }
  expect(childrenOf(error).map(({ name }) => name)).toEqual(['stack', 'cause', 'code'])
  expect(childrenOf({ $: 'map', entries: [['k', 1]] })).toEqual([{ name: "'k'", value: 1 }])
  expect(childrenOf({ $: 'object', entries: 'none' })).toEqual([])
  expect(childrenOf('text')).toEqual([])
  expect(leftOut({ $: 'array', items: [], more: 3 })).toBe(3)
  expect(leftOut(null)).toBe(0)
  expect(['a', 1, null, { $: 'bigint' }, { $: 'error' }, { $: 'array' }].map(valueKind)).toEqual([
    'string',
    'number',
    'keyword',
    'number',
    'error',
    'other',
  ])
})

test('the metadata in words leaves out what is not known', () => {
  const details = describeSession(metadata({ country: null, os: { name: 'Linux', version: '' } }), 'UTC')
  const values = new Map(details.map(({ label, value }) => [label, value]))
  expect(values.get('System')).toBe('Linux')
  expect(values.has('Country')).toBe(false)
  expect(values.get('Viewport')).toBe('800 × 600')
})

const step = (time: number, payload: Partial<StepPayload>): StepRow => ({
  tab: 0,
  id: String(time),
  time,
  payload: { kind: 'click', target: null, value: null, count: 1, sentence: '', ...payload },
})
const stepTarget = { selector: '#pay', role: 'button', name: 'Pay', testId: null, nodeId: 7 }

test('steps, pages by their title and opened tabs are told in the order of time', () => {
  const at = (time: number, kind: PagePayload['kind'], path: string, title: string, tab = 0) => ({
    id: '',
    tab,
    time,
    payload: { kind, url: `https://a.example${path}`, title },
  })
  const lines = toStepLines(
    [
      step(12, { kind: 'navigate', value: 'https://a.example/cart', sentence: 'Goes to /cart' }),
      step(2_000, { target: stepTarget, sentence: 'Clicks button "Pay"' }),
      step(3_000, { kind: 'navigate', value: 'https://a.example/thanks', sentence: 'Goes to /thanks' }),
    ],
    [
      at(10, 'load', '/cart', ''),
      at(15, 'title', '/cart', 'Cart'),
      at(3_000, 'history', '/thanks', 'Thanks'),
      at(4_000, 'load', '/terms', 'Terms', 1),
    ],
    [
      { tab: 0, openedBy: null, title: 'Cart', url: '' },
      { tab: 1, openedBy: 0, title: 'Terms', url: '' },
    ],
  )
  expect(lines.map(({ kind, sentence }) => [kind, sentence])).toEqual([
    ['navigate', 'Goes to /cart “Cart”'],
    ['click', 'Clicks button "Pay"'],
    ['navigate', 'Goes to /thanks “Thanks”'],
    ['tab', 'Tab 2 opens: Terms'],
  ])
  expect(filterSteps(lines, '#PAY')).toEqual([lines[1]])
})

test('what is typed into a field after a pause is one line with what went before', () => {
  const type = (time: number, value: string, selector = '#a') =>
    step(time, { kind: 'type', value, sentence: value, target: { ...stepTarget, selector } })
  const lines = toStepLines([type(1, 'A'), type(2, 'Ada'), type(3, 'B', '#b'), type(4, 'Ad')], [])
  expect(lines.map(({ sentence }) => sentence)).toEqual(['Ada', 'B', 'Ad'])
})

test('signals are told with what they were found by', () => {
  const [line] = toSignalLines([
    {
      id: 's',
      tab: 0,
      time: 5,
      payload: {
        kind: 'rage-click',
        target: stepTarget,
        evidence: { clicks: [{ x: 1, y: 2, afterMs: 0 }], spanMs: 400, odd: null, filledFields: 2 },
        sentence: '',
      },
    },
  ])
  expect(line).toMatchObject({ sentence: 'Rage click', target: '#pay' })
  expect(line!.evidence).toEqual([
    ['Clicks', 'x 1, y 2, after (ms) 0'],
    ['Span (ms)', '400'],
    ['Filled fields', '2'],
  ])
})

test('toggles an item of a set', () => {
  const set = new Set(['a'])
  expect([...toggled(set, 'b')]).toEqual(['a', 'b'])
  expect([...toggled(set, 'a')]).toEqual([])
  expect([...toggled(set, 'a', true)]).toEqual(['a'])
})
