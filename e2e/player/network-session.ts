import { readFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { CustomPayloads, CustomTag } from '../../shared/session/events.ts'
import type { PlayerPage } from './serve-player.ts'

const FIXTURE = new URL('../../shared/player/fixtures/shop/', import.meta.url)

/** Serves the session of the shop once more, as `network`, with requests that have all that a recorder can know. */
export function serveNetworkSession({ files }: PlayerPage): void {
  const metadata = readFileSync(new URL('metadata.json', FIXTURE), 'utf8')
  const start = Date.parse((JSON.parse(metadata) as { startedAt: string }).startedAt)
  files.set('/fixtures/network/metadata.json', metadata)
  files.set('/fixtures/network/0-1.ndjson.gz', readFileSync(new URL('0-1.ndjson.gz', FIXTURE)))
  const lines = gunzipSync(readFileSync(new URL('0-0.ndjson.gz', FIXTURE))).toString()
  const more = events(start).map((event) => JSON.stringify(event))
  files.set('/fixtures/network/0-0.ndjson.gz', gzipSync([lines.trim(), ...more].join('\n')))
}

const event = <Tag extends CustomTag>(timestamp: number, tag: Tag, payload: CustomPayloads[Tag]) => ({
  type: 5,
  timestamp,
  data: { tag, payload },
})

const ORDER = {
  items: [{ id: 'grinder', amount: 1, price: '129.00' }],
  contact: { email: '***@*******.***' },
  payment: { card: '**** **** **** ****' },
  total: 129,
}
const ANSWER = {
  error: { code: 'OUT_OF_STOCK', message: 'The grinder is sold out', details: [{ id: 'grinder', left: 0 }] },
  requestId: '8f2c',
}

function events(start: number): object[] {
  const at = start + 3_000
  const sent = JSON.stringify(ORDER)
  const answer = JSON.stringify(ANSWER)
  return [
    event(at + 240, 'qa.network', {
      requestId: 'n-1',
      api: 'fetch',
      method: 'POST',
      url: 'https://kettle.example/api/orders?draft=1',
      startedAt: at,
      durationMs: 240,
      status: 409,
      statusText: 'Conflict',
      failure: null,
      responseType: 'application/json',
      responseBytes: answer.length,
      initiator:
        '    at placeOrder (https://kettle.example/assets/checkout.js:41:20)\n    at HTMLFormElement.onSubmit (https://kettle.example/assets/checkout.js:12:5)',
      requestHeaders: [
        ['authorization', '****** ********************'],
        ['content-type', 'application/json'],
      ],
      responseHeaders: [
        ['content-type', 'application/json; charset=utf-8'],
        ['x-request-id', '8f2c'],
      ],
      requestBody: { type: 'application/json', sizeBytes: sent.length, text: sent, gap: null },
    }),
    event(at + 260, 'qa.network-end', {
      requestId: 'n-1',
      endedAt: at + 260,
      failure: null,
      status: 409,
      timing: {
        redirectMs: null,
        blockedMs: 3.2,
        dnsMs: 12,
        connectMs: 24,
        tlsMs: 31,
        waitMs: 168,
        receiveMs: 9.5,
        protocol: 'h2',
        fromCache: false,
        transferBytes: 420,
        encodedBytes: 120,
        decodedBytes: answer.length,
      },
      responseBody: { type: 'application/json', sizeBytes: answer.length, text: answer, gap: null },
      leftOut: 0,
    }),
    event(at + 300, 'qa.network', {
      requestId: 'n-2',
      api: 'websocket',
      method: 'GET',
      url: 'wss://kettle.example/live',
      startedAt: at + 260,
      durationMs: 40,
      status: 101,
      statusText: 'Switching Protocols',
      failure: null,
      responseType: null,
      responseBytes: null,
      requestHeaders: [],
      responseHeaders: [['sec-websocket-protocol', 'stock.v1']],
    }),
    ...[...Array(30).keys()].map((index) =>
      event(at + 400 + index * 50, 'qa.message', {
        requestId: 'n-2',
        direction: index % 3 === 0 ? 'sent' : 'received',
        event: '',
        sizeBytes: index === 4 ? 2048 : 40,
        text: index === 4 ? null : `{"type":"stock","product":"grinder","left":${30 - index}}`,
        leftOut: index === 20 ? 120 : 0,
      }),
    ),
    event(at + 3000, 'qa.network-end', {
      requestId: 'n-2',
      endedAt: at + 3000,
      failure: null,
      status: 0,
      timing: null,
      responseBody: null,
      close: { code: 1001, reason: 'going away', wasClean: true },
      leftOut: 0,
    }),
    event(at + 500, 'qa.network', {
      requestId: 'n-3',
      api: 'xhr',
      method: 'GET',
      url: 'https://prices.example/today',
      startedAt: at + 480,
      durationMs: 20,
      status: 0,
      statusText: '',
      failure: 'blocked',
      responseType: null,
      responseBytes: null,
    }),
    event(at + 520, 'qa.console', {
      level: 'log',
      method: 'table',
      args: [
        {
          $: 'array',
          name: 'Array',
          items: ['grinder', 'kettle'].map((name, index) => ({
            $: 'object',
            name: 'Object',
            entries: [
              ['name', name],
              ['left', index],
            ],
          })),
        },
      ],
      stack: null,
    }),
    event(at + 530, 'qa.console', {
      level: 'error',
      method: 'csp',
      args: ['Refused by the content security policy, img-src:', 'https://ads.example/pixel.gif'],
      stack: '    at https://kettle.example/assets/checkout.js:9:3',
    }),
    event(at + 540, 'qa.vital', {
      name: 'LCP',
      value: 2712.4,
      rating: 'needs-improvement',
      element: 'img#hero',
    }),
    event(at + 541, 'qa.vital', { name: 'CLS', value: 0.012, rating: 'good', element: null }),
    event(at + 542, 'qa.longtask', { startedAt: at + 400, durationMs: 132 }),
    event(at + 543, 'qa.environment', { kind: 'colour-scheme', value: 'dark' }),
  ]
}
