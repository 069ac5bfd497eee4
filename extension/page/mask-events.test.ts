// @vitest-environment happy-dom
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { secret } from '../../shared/privacy/arbitrary-secrets.ts'
import { defaultSiteSettings, type MaskingRules } from '../../shared/protocol/site-settings.ts'
import {
  EVENT_TYPE,
  type CustomPayloads,
  type CustomTag,
  type SessionCustomEvent,
} from '../../shared/session/events.ts'
import { createPageMasker, maskCustomEvent } from './mask-events.ts'

vi.mock('rrweb-recorder', () => ({ record: { mirror: { getNode: () => null } } }))

function masked<Tag extends CustomTag>(
  tag: Tag,
  payload: CustomPayloads[Tag],
  level: 'standard' | 'strict' = 'standard',
  rules: Partial<MaskingRules> = {},
): CustomPayloads[Tag] {
  const event = {
    type: EVENT_TYPE.custom,
    timestamp: 1,
    data: { tag, payload },
  } as unknown as SessionCustomEvent
  return maskCustomEvent(createPageMasker({ ...defaultSiteSettings(), level, ...rules }), event).data
    .payload as CustomPayloads[Tag]
}

const request = {
  requestId: 'a-1',
  api: 'fetch',
  method: 'GET',
  url: 'https://x.example/a',
  startedAt: 1,
  durationMs: 1,
  status: 200,
  statusText: 'OK',
  failure: null,
  responseType: 'text/html',
  responseBytes: 1,
} as const

describe('a request', () => {
  it('keeps the methods that there are, and no others', () => {
    expect(masked('qa.network', { ...request, method: 'PROPFIND' }).method).toBe('PROPFIND')
    expect(masked('qa.network', { ...request, method: 'Q0001-SECRET' }).method).toBe('************')
  })

  it('keeps the type of the answer without its parameters', () => {
    const typed = (responseType: string) => masked('qa.network', { ...request, responseType }).responseType
    expect(typed('text/html; charset=utf-8')).toBe('text/html')
    expect(typed('multipart/mixed; boundary=q0001')).toBe('multipart/mixed')
    expect(typed('')).toBe('')
  })
})

describe('bodies', () => {
  const body = {
    type: 'application/json; charset=utf-8',
    sizeBytes: 9,
    text: '{"a":"b"}',
    gap: null,
  } as const

  it('are recorded, masked', () => {
    const text = '{"password":"abc","a":"b"}'
    expect(masked('qa.network', { ...request, requestBody: { ...body, text } }).requestBody).toEqual({
      ...body,
      type: 'application/json',
      text: '{"password":"***","a":"b"}',
    })
  })

  it('are sizes only where the site wants that, and so are messages', () => {
    const off = { recordBodies: false }
    expect(masked('qa.network', { ...request, requestBody: body }, 'standard', off).requestBody).toEqual({
      type: 'application/json',
      sizeBytes: 9,
      text: null,
      gap: 'off',
    })
    const message = {
      requestId: 'a',
      direction: 'sent',
      event: '',
      sizeBytes: 1,
      text: 'x',
      leftOut: 0,
    } as const
    expect(masked('qa.message', message, 'standard', off)).toMatchObject({ text: null, sizeBytes: 1 })
  })
})

describe('a call of the console', () => {
  it('hides what the text before a value names as a secret', () => {
    const { args } = masked('qa.console', {
      level: 'log',
      method: 'log',
      args: ['token:', 'abc'],
      stack: null,
    })
    expect(args).toEqual(['token:', '***'])
  })
})

/** Every place of every event of our own, with `s` in it. */
const PLACES: ((s: string) => [CustomTag, CustomPayloads[CustomTag]])[] = [
  (s) => ['qa.console', { level: 'log', method: 'log', args: [s], stack: null }],
  (s) => [
    'qa.console',
    { level: 'log', method: 'log', args: ['x', { $: 'map', entries: [[s, s]] }], stack: null },
  ],
  (s) => [
    'qa.console',
    { level: 'log', method: 'log', args: [{ $: 'string', head: `x ${s}`, length: 9000 }], stack: null },
  ],
  (s) => [
    'qa.console',
    { level: 'log', method: 'log', args: [], stack: `    at ${s} (https://x.example/${s}.js:1:2)` },
  ],
  (s) => ['qa.error', { kind: 'error', name: s, message: 'x', stack: null, source: null }],
  (s) => [
    'qa.error',
    {
      kind: 'error',
      name: 'Error',
      message: `no ${s}`,
      stack: `Error: no ${s}\n    at f (https://x.example/a.js?b=${s}:1:2)`,
      source: { url: `https://x.example/?b=${s}`, line: 1, column: 1 },
    },
  ],
  (s) => [
    'qa.error',
    {
      kind: 'error',
      name: 'Error',
      message: 'x',
      stack: null,
      source: null,
      value: {
        $: 'error',
        name: s,
        message: s,
        stack: s,
        cause: { $: 'symbol', description: s },
        entries: [[s, s]],
      },
    },
  ],
  (s) => ['qa.network', { ...request, url: `https://x.example/a?b=${s}`, statusText: s, failure: s }],
  (s) => ['qa.network', { ...request, method: s.toUpperCase(), responseType: s }],
  (s) => [
    'qa.network',
    {
      ...request,
      initiator: `    at ${s} (https://x.example/a.js?b=${s}:1:2)`,
      requestHeaders: [
        ['x-note', s],
        [s, 'x'],
        ['content-type', `a/b; name=${s}`],
      ],
      responseHeaders: [['location', `https://x.example/?a=${s}`]],
      requestBody: { type: `text/plain; a=${s}`, sizeBytes: 1, text: `{"a":"${s}"}`, gap: null },
    },
  ],
  (s) => [
    'qa.network-end',
    {
      requestId: 'a-1',
      endedAt: 1,
      failure: s,
      status: 0,
      timing: null,
      responseBody: { type: 'application/json', sizeBytes: 1, text: `["x ${s}"]`, gap: null },
      close: { code: 1000, reason: s, wasClean: true },
      leftOut: 0,
    },
  ],
  (s) => [
    'qa.message',
    { requestId: 'a-1', direction: 'sent', event: s, sizeBytes: 1, text: `42["a","${s}"]`, leftOut: 0 },
  ],
  (s) => ['qa.vital', { name: 'LCP', value: 1, rating: 'good', element: `p#${s}` }],
  (s) => ['qa.page', { kind: 'load', url: `https://x.example/${s}#a=${s}`, title: `Of ${s}` }],
]

describe('any event of the trackers', () => {
  it('holds no secret, and is masked once and for all', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PLACES),
        secret,
        fc.constantFrom('standard' as const, 'strict' as const),
        (place, hidden, level) => {
          const once = masked(...place(hidden), level)
          const json = JSON.stringify(once)
          expect(json).not.toContain(hidden)
          expect(json).not.toContain(hidden.toUpperCase())
          const [tag] = place(hidden)
          expect(JSON.stringify(masked(tag, once, level))).toBe(json)
        },
      ),
      { numRuns: 500 },
    )
  })
})
