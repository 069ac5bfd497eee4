// @vitest-environment happy-dom
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeNode, serializeArguments, serializeValue } from './serialize-value.ts'

describe('serializeValue', () => {
  it('keeps types apart', () => {
    class Order {
      id = 7
    }
    const values: [unknown, unknown][] = [
      ['text', 'text'],
      [1.5, 1.5],
      [true, true],
      [null, null],
      [undefined, { $: 'undefined' }],
      [NaN, { $: 'number', value: 'NaN' }],
      [-Infinity, { $: 'number', value: '-Infinity' }],
      [-0, { $: 'number', value: '-0' }],
      [12n, { $: 'bigint', value: '12' }],
      [Symbol('s'), { $: 'symbol', description: 's' }],
      [function pay() {}, { $: 'function', name: 'pay', isClass: false }],
      [Order, { $: 'function', name: 'Order', isClass: true }],
      [new Date(0), { $: 'date', iso: '1970-01-01T00:00:00.000Z' }],
      [new Date(NaN), { $: 'date', iso: null }],
      [/a\/b/gi, { $: 'regexp', source: '/a\\/b/gi' }],
      [[1, 'two'], { $: 'array', name: 'Array', items: [1, 'two'] }],
      [new Uint8Array([1, 2]), { $: 'array', name: 'Uint8Array', items: [1, 2] }],
      [new Order(), { $: 'object', name: 'Order', entries: [['id', 7]] }],
      [Object.create(null), { $: 'object', name: '', entries: [] }],
      [
        new Map([['k', { v: 1 }]]),
        { $: 'map', entries: [['k', { $: 'object', name: 'Object', entries: [['v', 1]] }]] },
      ],
      [new Set([1, 2]), { $: 'set', items: [1, 2] }],
    ]
    for (const [value, serialized] of values) expect(serializeValue(value)).toEqual(serialized)
  })

  it('shows errors with their cause and own properties', () => {
    const error = Object.assign(new TypeError('outer', { cause: new Error('inner') }), { code: 42 })
    expect(serializeValue(error)).toMatchObject({
      $: 'error',
      name: 'TypeError',
      message: 'outer',
      stack: expect.stringContaining('serialize-value.test') as string,
      cause: { $: 'error', message: 'inner' },
      entries: [['code', 42]],
    })
  })

  it('shows nodes as their tag', () => {
    document.body.innerHTML = '<button id="pay" class="big">Pay</button>'
    const button = document.getElementById('pay')
    expect(serializeValue(button)).toEqual({ $: 'node', html: '<button id="pay" class="big">' })
    expect(describeNode(document)).toBe('#document')
  })

  it('ends cycles, and shows the same object twice when it is no cycle', () => {
    const cyclic: Record<string, unknown> = { name: 'a' }
    cyclic['self'] = cyclic
    expect(serializeValue(cyclic)).toEqual({
      $: 'object',
      name: 'Object',
      entries: [
        ['name', 'a'],
        ['self', { $: 'cycle' }],
      ],
    })
    const shared = {}
    expect(JSON.stringify(serializeValue([shared, shared]))).not.toContain('cycle')
  })

  it('runs no getter, and survives a Proxy that throws from every trap', () => {
    let reads = 0
    const value = {
      get secret() {
        reads++
        return 'x'
      },
    }
    expect(serializeValue(value)).toEqual({
      $: 'object',
      name: 'Object',
      entries: [['secret', { $: 'function', name: 'get secret', isClass: false }]],
    })
    expect(reads).toBe(0)
    const hostile = new Proxy(
      {},
      new Proxy(
        {},
        {
          get: () => () => {
            throw new Error('trap')
          },
        },
      ),
    )
    expect(serializeValue(hostile)).toEqual({ $: 'hidden', why: 'throws' })
  })

  it('caps length, width, depth and the whole', () => {
    expect(serializeValue(',;'.repeat(3000))).toEqual({ $: 'string', head: ',;'.repeat(2500), length: 6000 })
    expect(serializeValue(Array.from({ length: 250 }, () => 1))).toMatchObject({ more: 150 })
    const deep = Array.from({ length: 50 }).reduce<object>((inner) => ({ inner }), {})
    expect(JSON.stringify(serializeValue(deep))).toContain('"why":"depth"')
    const wide = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => 'y'))
    expect(JSON.stringify(serializeValue(wide)).length).toBeLessThan(60_000)
  })

  it.each([
    ['a word', 'q0001Kvw-secret', 6],
    ['an address', 'anna.smith@mailbox.example', 13],
    ['a number', '4000123473910008', 12],
    ['a number in groups', '4000 1234 7391 0008', 12],
  ])('keeps no part of %s that the cap cuts in two', (_name, secret, before) => {
    const text = ', '.repeat((5000 - before) / 2) + secret + ' and more'
    expect(JSON.stringify(serializeValue(text))).not.toContain(secret.slice(0, 4))
    const message = ', '.repeat((10_000 - before) / 2) + secret
    expect(JSON.stringify(serializeValue(new Error(message)))).not.toContain(secret.slice(0, 4))
  })

  it('takes little time for what is huge', () => {
    const numbers = Array.from({ length: 100_000 }, (_, i) => i)
    const deep = numbers.reduce<object>((inner) => ({ inner }), {})
    const values = [
      Object.fromEntries(numbers.map((i) => [`key${i}`, i])),
      new Map(numbers.map((i) => [i, { i }])),
      new Set(numbers),
      numbers,
      deep,
      new Float64Array(1_000_000),
      'x '.repeat(1_000_000),
    ]
    const before = performance.now()
    const text = JSON.stringify(serializeArguments([...values, values]))
    console.info(`values of 100,000 entries: ${(performance.now() - before).toFixed(1)} ms`)
    expect(performance.now() - before).toBeLessThan(3_000)
    expect(text.length).toBeLessThan(200_000)
  })

  it('makes JSON of anything', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.anything({
            withBigInt: true,
            withDate: true,
            withMap: true,
            withSet: true,
            withTypedArray: true,
            withSparseArray: true,
            withNullPrototype: true,
          }),
        ),
        (args) => {
          const serialized = serializeArguments(args)
          expect(JSON.parse(JSON.stringify(serialized))).toEqual(serialized)
        },
      ),
    )
  })
})
