import type { eventWithTime } from '@rrweb/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secret, surrounding } from '../../../shared/privacy/arbitrary-secrets.ts'
import { maskerOf } from './testing.ts'

const counts = (masker: ReturnType<typeof maskerOf>) =>
  Object.fromEntries((masker.masked() ?? []).map(({ rule, count }) => [rule, count]))

const snapshot = (childNodes: object[]) =>
  ({
    type: 2,
    timestamp: 1,
    data: {
      node: { type: 0, id: 1, childNodes: [{ type: 2, id: 2, tagName: 'body', attributes: {}, childNodes }] },
      initialOffset: { top: 0, left: 0 },
    },
  }) as unknown as eventWithTime

describe('the tally of what was masked', () => {
  it('counts different values by rule, each once, and tells only what changed', () => {
    const masker = maskerOf()
    expect(masker.masked()).toBeNull()
    masker.text('nothing in here')
    expect(masker.masked()).toBeNull()
    masker.text('4111 1111 1111 1111 and anna@example.com, 536-22-8717')
    masker.text('4111 1111 1111 1111 again, and bert@example.com')
    masker.text('ghp_16C7e42F292c6912E7710c838347Ae178B4a')
    expect(masker.masked()).toEqual(
      expect.arrayContaining([
        { rule: 'card', count: 1, example: '**** **** **** ****' },
        { rule: 'email', count: 2, example: '****************' },
        { rule: 'ssn', count: 1, example: '***********' },
        { rule: 'key', count: 1, example: '*'.repeat(24) },
      ]),
    )
    expect(masker.masked()).toBeNull()
  })

  it('counts addresses, and values with a private name', () => {
    const masker = maskerOf()
    masker.url('https://example.org/?token=abcdefghij1234')
    masker.url('https://example.org/?token=abcdefghij1234')
    masker.value({ $: 'object', name: 'Object', entries: [['password', 'open sesame']] })
    expect(counts(masker)).toEqual({ address: 1, name: 1 })
  })

  it('counts fields once, however often they are typed into, and those that are empty not at all', () => {
    const masker = maskerOf()
    const field = Object.assign(document.createElement('input'), { type: 'password' })
    const other = Object.assign(document.createElement('input'), { name: 'card-number' })
    const { maskInputFn } = masker.recordOptions
    maskInputFn('', field)
    expect(masker.masked()).toBeNull()
    for (const text of ['a', 'ab', 'abc']) maskInputFn(text, field)
    maskInputFn('4', other)
    maskInputFn('shown', document.createElement('input'))
    expect(counts(masker)).toEqual({ password: 1, 'card-field': 1 })
  })

  it('counts elements that are declared private once, also when they are snapshot anew', () => {
    const masker = maskerOf()
    const body = () => [
      { type: 2, id: 3, tagName: 'p', attributes: { 'data-private': '' }, childNodes: [] },
      { type: 2, id: 4, tagName: 'p', attributes: { 'data-private': 'block' }, childNodes: [] },
      { type: 2, id: 5, tagName: 'p', attributes: { 'data-private': 'false' }, childNodes: [] },
    ]
    masker.event(snapshot(body()))
    masker.event(snapshot(body()))
    expect(counts(masker)).toEqual({ private: 1, blocked: 1 })
  })

  it('counts what the site’s own rules mask and leave out, as rules of their own, once', () => {
    document.body.innerHTML = '<p class="m"><b class="m">x</b></p><p class="b">y</p><p>z</p>'
    const [outer, inner, blocked, plain] = [...document.querySelectorAll('p, b')]
    const nodes = [null, document.documentElement, document.body, outer, inner, blocked, plain]
    const masker = maskerOf({ maskSelectors: ['.m'], blockSelectors: ['.b'] }, (id) => nodes[id] ?? null)
    const body = () => [
      {
        type: 2,
        id: 3,
        tagName: 'p',
        attributes: {},
        childNodes: [{ type: 2, id: 4, tagName: 'b', attributes: {}, childNodes: [] }],
      },
      { type: 2, id: 5, tagName: 'p', attributes: {}, childNodes: [] },
      { type: 2, id: 6, tagName: 'p', attributes: {}, childNodes: [] },
    ]
    masker.event(snapshot(body()))
    masker.event(snapshot(body()))
    // What is masked inside of a masked element counts with it.
    expect(counts(masker)).toEqual({ 'own-mask': 1, 'own-block': 1 })
  })

  it('shows nothing but asterisks and blanks of what it counts', () => {
    fc.assert(
      fc.property(surrounding, secret, surrounding, (before, hidden, after) => {
        const masker = maskerOf()
        masker.text(before + hidden + after)
        masker.url(`https://example.org/?a=${encodeURIComponent(hidden)}`)
        const masked = masker.masked() ?? []
        expect(masked.length).toBeGreaterThan(0)
        for (const { example } of masked) expect(example).toMatch(/^[*\s]{1,24}$/)
      }),
    )
  })
})
