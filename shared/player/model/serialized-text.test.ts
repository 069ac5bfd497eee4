import { expect, test } from 'vitest'
import type { SerializedValue } from '../../session/serialized-value.ts'
import { preview, serializedText } from './serialized-text.ts'

test.each<[SerializedValue, string]>([
  ['text', 'text'],
  [1.5, '1.5'],
  [null, 'null'],
  [{ $: 'undefined' }, 'undefined'],
  [{ $: 'number', value: '-0' }, '-0'],
  [{ $: 'bigint', value: '12' }, '12n'],
  [{ $: 'string', head: 'long', length: 9000 }, "'long…'"],
  [{ $: 'function', name: 'pay', isClass: false }, 'ƒ pay()'],
  [{ $: 'date', iso: null }, 'Invalid Date'],
  [{ $: 'error', name: 'TypeError', message: 'no', stack: null }, 'TypeError: no'],
  [
    { $: 'array', name: 'Array', items: [1, 'a', { $: 'array', name: 'Array', items: [1] }] },
    "(3) [1, 'a', Array(1)]",
  ],
  [{ $: 'array', name: 'Array', items: [1, 2, 3, 4, 5, 6], more: 4 }, '(10) [1, 2, 3, 4, 5, …]'],
  [
    {
      $: 'object',
      name: 'Cart',
      entries: [
        ['total', 3],
        ['user', { $: 'object', name: 'User', entries: [] }],
      ],
    },
    'Cart {total: 3, user: User {…}}',
  ],
  [{ $: 'map', entries: [['a', 1]], more: 1 }, "Map(2) {'a' => 1, …}"],
  [{ $: 'set', items: [] }, 'Set(0) {}'],
  [{ $: 'cycle' }, '[Circular]'],
  [{ $: 'node', html: '<b>' }, '<b>'],
])('%j is %s', (value, text) => expect(serializedText(value)).toBe(text))

test('strings inside are quoted', () => expect(preview('a')).toBe("'a'"))

test('what a file claims to be a value is shown, whatever it is', () => {
  expect(preview({ $: 'array', items: 'none' })).toBe('(0) []')
  expect(preview({ $: 'object', entries: [['a'], 4, null] })).toBe('{}')
  expect(preview({ $: 'later kind' })).toBe('…')
  expect(preview({})).toBe('…')
})
