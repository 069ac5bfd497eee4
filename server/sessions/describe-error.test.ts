import { describe, expect, it } from 'vitest'
import { describeError, stableMessage } from './describe-error.ts'

const thrown = {
  kind: 'error',
  name: 'TypeError',
  message: 'Cannot read properties of undefined',
  stack:
    'TypeError: Cannot read\n    at total (https://shop.test/cart.js?v=12:10:5)\n    at pay (https://shop.test/pay.js:3:1)',
  source: { url: 'https://shop.test/cart.js?v=12', line: 10, column: 5 },
} as const

describe('errors are grouped', () => {
  const print = (change: object) => describeError({ ...thrown, ...change }, 0).fingerprint

  it('by name, message and place', () => {
    expect(print({})).toBe(print({}))
    expect(print({ name: 'RangeError' })).not.toBe(print({}))
    expect(print({ message: 'something else' })).not.toBe(print({}))
    expect(print({ source: { ...thrown.source, line: 11 } })).not.toBe(print({}))
  })

  it('whatever differs from one time to the next', () => {
    const order = (id: string, total: string) =>
      print({ message: `Order ${id} of "${total}" failed at https://shop.test/o/${id}` })
    expect(order('1234', 'a')).toBe(order('98', 'b'))
    const release = (v: string) =>
      print({
        source: { ...thrown.source, url: `https://shop.test/cart.js?v=${v}` },
        stack: thrown.stack.replace('v=12', `v=${v}`),
      })
    expect(release('12')).toBe(release('13'))
  })

  it.each([
    ['User 42 not found', 'User <n> not found'],
    ['id 0189f7ea-ad5c-7c3a-8b1e-2f6e6a3d9c11 missing', 'id <id> missing'],
    ["Unexpected token 'x' at 0xdeadbeef", 'Unexpected token <value> at <id>'],
    ['GET https://a.test/b?c=1 failed', 'GET <url> failed'],
  ])('%s', (message, stable) => {
    expect(stableMessage(message)).toBe(stable)
  })
})

describe('an error from a client that sends anything', () => {
  it.each([
    [{}],
    [{ name: 3, message: {}, stack: [], source: 'x' }],
    [{ name: 'a\0b', message: '\ud800', stack: '\0', source: { url: 1, line: 'NaN', column: null } }],
  ])('%j is described without throwing, in text that can be stored', (payload) => {
    const described = describeError(payload, 0)
    expect(JSON.stringify(described)).not.toMatch(/\\u0000|\\ud800/)
    expect(described.name).not.toBe('')
  })
})
