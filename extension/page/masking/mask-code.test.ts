import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secret } from '../../../shared/privacy/arbitrary-secrets.ts'
import type { SerializedValue } from '../../../shared/session/serialized-value.ts'
import { maskerOf } from './testing.ts'

const masker = maskerOf()
const strict = maskerOf({ level: 'strict' })

describe('a line of the console', () => {
  it.each([
    ['password=hunter2 ok', 'password=******* ok'],
    ['token: "abc", x', 'token: "***", x'],
    ['apiKey = abc', 'apiKey = ***'],
    ['got {"access_token":"abc","n":1}', 'got {"access_token":"***","n":1}'],
    ['GET https://example.org/a?token=abc failed', 'GET https://example.org/a?token=*** failed'],
    ['<input id="a" value="abc" data-x="d"> failed', '<input id="a" value="***" data-x="*"> failed'],
    ['mail anna@example.com', 'mail ****************'],
    ['see www.example.org/a?x=1&token=abc now', 'see www.example.org/a?x=1&token=*** now'],
    ['/a/b?session_id=abc', '/a/b?session_id=***'],
    ['?access_token=abc', '?access_token=***'],
    ['password=%s', 'password=%s'],
  ])('masks %s', (text, masked) => {
    expect(masker.text(text)).toBe(masked)
  })

  it.each([
    'Password: required',
    'Cannot read properties of undefined (reading "token")',
    'Loaded 12 items in 34.5 ms at 12:30:01',
    'state=open type: error',
    'a < b = "c"',
    'Really? x = 1',
    '/search?q=tents&page=2',
  ])('leaves %s', (text) => {
    expect(masker.text(text)).toBe(text)
  })

  it('is masked whole in strict', () => {
    expect(strict.text('Hello Anna 5')).toBe('***** **** *')
  })
})

describe('a value of the page', () => {
  const entry = (name: string, value: SerializedValue): SerializedValue => ({
    $: 'object',
    name: 'Object',
    entries: [[name, value]],
  })

  it('is masked under sensitive names, in any case and depth', () => {
    expect(
      masker.value(entry('a', { $: 'array', name: 'Array', items: [entry('ACCESS-Token', 'abc')] })),
    ).toEqual(entry('a', { $: 'array', name: 'Array', items: [entry('ACCESS-Token', '***')] }))
    expect(masker.value({ $: 'map', entries: [['refreshToken', entry('x', 12)]] })).toEqual({
      $: 'map',
      entries: [['refreshToken', entry('x', '**')]],
    })
  })

  it('keeps what it is', () => {
    const value: SerializedValue = {
      $: 'object',
      name: 'Order',
      entries: [
        ['id', 12345],
        ['when', { $: 'date', iso: '2024-05-01T12:30:00.000Z' }],
        ['f', { $: 'function', name: 'pay', isClass: false }],
        ['n', { $: 'number', value: 'NaN' }],
        ['u', { $: 'undefined' }],
        ['ok', true],
        ['none', null],
      ],
      more: 3,
    }
    expect(masker.value(value)).toEqual(value)
  })

  it('shows kinds and names in strict, no content', () => {
    expect(
      strict.value(entry('name', { $: 'set', items: ['Anna', 42, true, { $: 'bigint', value: '12' }] })),
    ).toEqual(entry('name', { $: 'set', items: ['****', '**', true, { $: 'bigint', value: '**' }] }))
  })

  it('masks errors: message, stack, cause and properties', () => {
    const error: SerializedValue = {
      $: 'error',
      name: 'TypeError',
      message: 'no anna@example.com',
      stack: 'TypeError: no anna@example.com\n    at f (https://example.org/a.js?token=abc:1:2)',
      cause: { $: 'error', name: 'Error', message: '4111111111111111', stack: null },
      entries: [['authToken', 'abc']],
    }
    expect(masker.value(error)).toEqual({
      $: 'error',
      name: 'TypeError',
      message: 'no ****************',
      stack: 'TypeError: no ****************\n    at f (https://example.org/a.js?token=***:1:2)',
      cause: { $: 'error', name: 'Error', message: '****************', stack: null },
      entries: [['authToken', '***']],
    })
  })

  it('masks tags of nodes but for what identifies them', () => {
    expect(masker.value({ $: 'node', html: '<input id="a" class="b" value="c d" data-x="e">' })).toEqual({
      $: 'node',
      html: '<input id="a" class="b" value="* *" data-x="*">',
    })
  })

  it('leaves out what is too much, without an error', () => {
    let deep: SerializedValue = 'x'
    for (let i = 0; i < 5_000; i++) deep = { $: 'array', name: '', items: [deep] }
    expect(JSON.stringify(masker.value(deep))).toContain('"budget"')
    const wide: SerializedValue = {
      $: 'array',
      name: '',
      items: new Array<SerializedValue>(200_000).fill('x'),
    }
    expect(JSON.stringify(masker.value(wide)).length).toBeLessThan(500_000)
    const cyclic = { $: 'array', name: '', items: [] as SerializedValue[] } satisfies SerializedValue
    cyclic.items.push(cyclic)
    expect(() => masker.value(cyclic)).not.toThrow()
  })

  it('hides what throws when it is read', () => {
    const value = Object.defineProperty({ $: 'object' }, 'entries', {
      enumerable: true,
      get: () => {
        throw new Error('no')
      },
    }) as unknown as SerializedValue
    expect(masker.value(value)).toEqual({ $: 'hidden', why: 'throws' })
  })

  it('holds no secret afterwards, wherever it was, and is masked once and for all', () => {
    const text = fc.oneof(secret, fc.string())
    const value = fc.letrec<{ value: SerializedValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.double(),
        fc.record({ $: fc.constant('string' as const), head: text, length: fc.nat() }),
        fc.record({ $: fc.constant('symbol' as const), description: text }),
        fc.record({ $: fc.constant('regexp' as const), source: text }),
        fc.record({ $: fc.constant('function' as const), name: text, isClass: fc.boolean() }),
        fc.record({ $: fc.constant('node' as const), html: text.map((t) => `<p title="${t}">`) }),
        fc.record({
          $: fc.constant('array' as const),
          name: text,
          items: fc.array(tie('value'), { maxLength: 3 }),
        }),
        fc.record({
          $: fc.constant('object' as const),
          name: text,
          entries: fc.array(fc.tuple(text, tie('value')), { maxLength: 3 }),
        }),
        fc.record({
          $: fc.constant('map' as const),
          entries: fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }),
        }),
        fc.record({
          $: fc.constant('error' as const),
          name: text,
          message: text,
          stack: text,
          cause: tie('value'),
        }),
      ),
    })).value
    fc.assert(
      fc.property(value, fc.constantFrom(masker, strict), (original, mask) => {
        const masked = mask.value(original)
        for (const hidden of secretsIn(original)) expect(stringsIn(masked)).not.toContain(hidden)
        expect(mask.value(masked)).toEqual(masked)
      }),
      { numRuns: 500 },
    )
  })
})

/** Strings that are a secret from end to end: what is expected to be gone. */
function secretsIn(value: unknown): string[] {
  return stringsIn(value).filter(
    (text) => text.length > 5 && masker.text(text) === text.replace(/\S/g, '*') && /[^\s*]/.test(text),
  )
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}

describe('headers', () => {
  it('are masked by their names, whatever the case', () => {
    expect(
      masker.headers([
        ['Authorization', 'Bearer abc'],
        ['SET-COOKIE', 'a=b; Path=/'],
        ['x-api-KEY', 'abc'],
        ['Location', '/a?token=abc'],
        ['X-Whatever', 'x9K2mQ7vB4nR8tW1zL6pY3'],
        ['ETag', '"5f4dcc3b5aa765d61d8327deb882cf99"'],
        ['content-type', 'text/html'],
      ]),
    ).toEqual([
      ['Authorization', '****** ***'],
      ['SET-COOKIE', '**** ******'],
      ['x-api-KEY', '***'],
      ['Location', '/a?token=***'],
      ['X-Whatever', '**********************'],
      ['ETag', '"5f4dcc3b5aa765d61d8327deb882cf99"'],
      ['content-type', 'text/html'],
    ])
  })

  it('are left out of what throws', () => {
    expect(masker.headers([null as never, ['a', 'b']])).toEqual([])
  })
})

describe('a stack', () => {
  it.each([
    [
      'Error: no anna@example.com\n    at pay (https://example.org/a.js?token=abc:10:5)\n    at https://example.org/b.js:1:2',
      'Error: no ****************\n    at pay (https://example.org/a.js?token=***:10:5)\n    at https://example.org/b.js:1:2',
    ],
    [
      'pay@https://example.org/a.js?sid=abc:10:5\n@https://example.org/b.js:1:2',
      'pay@https://example.org/a.js?sid=***:10:5\n@https://example.org/b.js:1:2',
    ],
  ])('keeps functions and positions', (stack, masked) => {
    expect(masker.stack(stack)).toBe(masked)
  })

  it('hides only the message in strict', () => {
    expect(strict.stack('Error: no Anna\n    at pay (https://example.org/a.js:10:5)')).toBe(
      '****** ** ****\n    at pay (https://example.org/a.js:10:5)',
    )
  })
})
