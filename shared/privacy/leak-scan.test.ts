import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SessionEvent } from '../session/events.ts'
import { secret, surrounding } from './arbitrary-secrets.ts'
import { metadataFixture } from '../session/testing.ts'
import type { LeakKind } from '../session/review.ts'
import { createLeakScanner, MAX_PLACES, shapeOf } from './leak-scan.ts'

function scanForLeaks(events: SessionEvent[]) {
  const scanner = createLeakScanner()
  for (const one of events) scanner.addEvent(one, 3)
  return scanner.findings()
}

const event = (type: number, data: object, timestamp = 1): SessionEvent =>
  JSON.parse(JSON.stringify({ type, timestamp, data })) as SessionEvent
const input = (text: string, timestamp = 1) =>
  event(3, { source: 5, id: 7, text, isChecked: false }, timestamp)
const kindsIn = (text: string): LeakKind[] => scanForLeaks([input(text)]).map(({ kind }) => kind)

describe('the leak scan', () => {
  it.each([
    ['card', 'pay 4111 1111 1111 1111'],
    ['ssn', 'it is 123-45-6789'],
    ['email', 'anna@example.com'],
    ['phone', 'call +49 30 5558 2764 today'],
    ['phone', '(212) 555-0123'],
    ['phone', 'Tel.: 030 / 555 82 76'],
    ['iban', 'DE89 3704 0044 0532 0130 00 please'],
    ['iban', 'GB29NWBK60161331926819'],
    ['key', 'AKIAIOSFODNN7EXAMPLE'],
    ['random', 'value=x9K2mQ7vB4nR8tW1zL6pY3'],
  ] as const)('finds a %s in "%s"', (kind, text) => {
    expect(kindsIn(text)).toEqual([kind])
  })

  it.each([
    'DE88 3704 1044 1532 1130 99',
    '2031-05-17 12:30',
    '$1,299.04',
    'order 100200300',
    '192.168.100.200',
    '3fa85f64-5717-4562-b3fc-2c963f66afa6',
    'how-to-choose-a-tent-for-two-people',
    '**** **** **** ****',
    'version 1.2.3-4567',
  ])('finds nothing in "%s"', (text) => {
    expect(kindsIn(text)).toEqual([])
  })

  it('tells where: time, place and node', () => {
    const [finding] = scanForLeaks([
      event(
        3,
        {
          source: 0,
          adds: [],
          removes: [],
          texts: [{ id: 9, value: 'anna@example.com' }],
          attributes: [{ id: 8, attributes: { title: 'anna@example.com' } }],
        },
        100,
      ),
      event(4, { href: 'https://example.org/anna@example.com', width: 1, height: 1 }, 200),
      event(5, { tag: 'qa.console', payload: { level: 'log', args: ['anna@example.com'] } }, 300),
    ])
    expect(finding).toMatchObject({
      kind: 'email',
      value: 'anna@example.com',
      shape: 'aaaa@aaaaaaa.aaa',
      count: 4,
    })
    expect(finding?.places).toEqual([
      { timestamp: 100, where: 'text', nodeId: 9, tab: 3 },
      { timestamp: 100, where: 'attribute title', nodeId: 8, tab: 3 },
      { timestamp: 200, where: 'address', nodeId: null, tab: 3 },
      { timestamp: 300, where: 'console', nodeId: null, tab: 3 },
    ])
  })

  it('looks at the texts that describe the session', () => {
    const scanner = createLeakScanner()
    scanner.addMetadata(
      metadataFixture({
        title: 'Order of anna@example.com',
        initialUrl: 'https://shop.example/?tel=+49 30 5558 2764',
        tabs: [{ tab: 2, openedBy: null, title: 'x', url: '/anna@example.com' }],
      }),
    )
    const found = scanner.findings().map(({ value, places }) => [value, places.map(({ where }) => where)])
    expect(found).toEqual([
      ['anna@example.com', ['title of the session', 'address']],
      ['+49 30 5558 2764', ['address']],
    ])
  })

  it('names the kind of a key', () => {
    expect(scanForLeaks([input('ghp_16C7e42F292c6912E7710c838347Ae178B4a')])[0]?.detail).toBe('GitHub token')
    expect(scanForLeaks([input('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefgh')])[0]?.detail).toBe(
      'JSON web token',
    )
  })

  it('counts what it does not list', () => {
    const [finding] = scanForLeaks(Array.from({ length: 500 }, (_, i) => input('a@b.de', i)))
    expect([finding?.count, finding?.places.length]).toEqual([500, MAX_PLACES])
  })

  const RANDOM = 'x9K2mQ7vB4nR8tW1zL6pY3'

  it.each([
    `https://cdn.example/assets/index-${RANDOM}.js:1:234`,
    `at f (https://cdn.example/${RANDOM}/main.js:1:2)`,
    `.${RANDOM}:hover{color:red}`,
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    `sha512-${RANDOM}`,
    'commit da39a3ee5e6b4b0d3255bfef95601890afd80709',
    `build ${RANDOM}`,
    'version 4.20260730.0-beta.1a2b3c4d5e6f',
    'rr_1234567890123456789012',
    `data:image/png;base64,${RANDOM.repeat(9)}`,
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0',
  ])('takes the name of something for no leak: %s', (text) => {
    expect(kindsIn(text)).toEqual([])
  })

  it.each([
    `key=${RANDOM}`,
    `"${RANDOM}"`,
    `Your token: ${RANDOM}`,
    '5f4dcc3b5aa765d61d8327deb882cf99',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    `built by ${RANDOM}`,
  ])('still finds a token: %s', (text) => {
    expect(kindsIn(text)).toEqual(['random'])
  })

  const element = (attributes: object, tagName = 'p', childNodes: unknown[] = []) =>
    event(2, { node: { type: 2, id: 4, tagName, attributes, childNodes } })

  it.each([
    'class',
    'id',
    'for',
    'name',
    'src',
    'nonce',
    'content',
    'aria-controls',
    'data-testid',
    'data-v-5f4dcc3b',
    'rr_dataURL',
    '_cssText',
    'href',
    'clip-path',
  ])('takes a random attribute %s for no leak', (name) => {
    expect(scanForLeaks([element({ [name]: RANDOM })])).toEqual([])
  })

  it.each(['title', 'value', 'data-customer', 'aria-label', 'placeholder', 'alt'])(
    'finds a random attribute %s',
    (name) => {
      expect(scanForLeaks([element({ [name]: RANDOM })]).map(({ kind }) => kind)).toEqual(['random'])
    },
  )

  it('takes numbers of drawings and styles for no leak', () => {
    const drawing = 'M 212.555 1234 L (212) 555-0123'
    expect(scanForLeaks([element({ d: drawing, points: drawing, transform: drawing }, 'path')])).toEqual([])
    const sheet = { type: 3, id: 5, textContent: `.a{--x:${RANDOM};width:212.555-0123}` }
    expect(scanForLeaks([element({}, 'style', [sheet])])).toEqual([])
    expect(scanForLeaks([element({ title: drawing })])).toHaveLength(2)
  })

  it('finds a key and an address in a style all the same', () => {
    const sheet = { type: 3, id: 5, textContent: '/* anna@example.com AKIAIOSFODNN7EXAMPLE */' }
    expect(
      scanForLeaks([element({}, 'style', [sheet])])
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['email', 'key'])
  })

  it('looks at numbers of the page, and not at those of the format', () => {
    const number = 4111111111111111
    const logged = event(5, {
      tag: 'qa.console',
      payload: { level: 'log', method: 'log', args: [number], stack: null },
    })
    expect(scanForLeaks([logged]).map(({ kind }) => kind)).toEqual(['card'])
    const move = event(3, { source: 1, positions: [{ x: number, y: number, id: 1, timeOffset: number }] })
    expect(scanForLeaks([move])).toEqual([])
  })

  it('finds every secret, wherever it stands', () => {
    fc.assert(
      fc.property(surrounding, secret, surrounding, (before, hidden, after) => {
        expect(scanForLeaks([input(before + hidden + after)]).map(({ value }) => value)).toContain(hidden)
      }),
      { numRuns: 300 },
    )
  })
})

describe('shapeOf', () => {
  it('shows no character of the text but its signs', () => {
    expect(shapeOf('Änna-7@b.de')).toBe('aaaa-0@a.aa')
  })
})
