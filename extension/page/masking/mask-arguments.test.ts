import { describe, expect, it } from 'vitest'
import { secretArguments } from './mask-arguments.ts'
import { maskerOf } from './testing.ts'

const placesOf = (...args: unknown[]) => secretArguments(args).flatMap((secret, i) => (secret ? [i] : []))

describe('arguments that the text before them names', () => {
  it.each([
    [['Your password:', 'x'], [1]],
    [['token =', 'x'], [1]],
    [['accessToken', 'x'], [1]],
    [['x', 'y', 'pin: ', 12], [3]],
    [['token=%s and %d', 'x', 1], [1]],
    [['%s has password "%s", %o', 'a', 'b', {}], [2]],
    [['100%% of apiKey: %s', 'x'], [1]],
    [['%cToken: %s', 'color: red', 'x'], [2]],
    [['%s', 'a', 'secret:', 'x'], [3]],
  ])('%j: %j', (args, places) => {
    expect(placesOf(...args)).toEqual(places)
  })

  it.each([
    [['Invalid password', 'x']],
    [['The password: is wrong', 'x']],
    [['token count:', 3]],
    [['order:', 'x']],
    [['x', 'password:']],
    [['%s: %s', 'colour', 'x']],
    [[{ password: 'x' }, 'x']],
    [[]],
  ])('%j: none', (args) => {
    expect(placesOf(...args)).toEqual([])
  })

  it('are masked with all that is in them', () => {
    expect(maskerOf().arguments(['token:', { $: 'array', name: 'Array', items: ['ab', 12] }, 'cd'])).toEqual([
      'token:',
      { $: 'array', name: 'Array', items: ['**', '**'] },
      'cd',
    ])
    expect(maskerOf().arguments(['token=%s', 'ab'])).toEqual(['token=%s', '**'])
  })
})
