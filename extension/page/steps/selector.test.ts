// @vitest-environment happy-dom
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { maskerOf } from '../masking/testing.ts'
import { byAttribute, selectorOf, testIdOf } from './selector.ts'

const masker = maskerOf()
const selector = (html: string) => {
  document.body.innerHTML = html
  return selectorOf(document.querySelector('.t')!, masker)
}

it.each([
  ['<button class="t" data-testid="pay" id="x">', '[data-testid="pay"]'],
  ['<button class="t" data-cy="pay">', '[data-cy="pay"]'],
  ['<button class="t" id="pay">', '#pay'],
  ['<button class="t" id="radix-1">', 'body > button:nth-of-type(1)'],
  ['<button class="t" id="item-48213">', 'body > button:nth-of-type(1)'],
  ['<i id="a b" class="t">', '[id="a b"]'],
  ['<input class="t" name="city">', 'input[name="city"]'],
  ['<div id="list"><p></p><p><b class="t"></b></p></div>', '#list > p:nth-of-type(2) > b:nth-of-type(1)'],
  ['<p data-testid="row"></p><p data-testid="row" class="t"></p>', 'body > p:nth-of-type(2)'],
  ['<main class="t"></main>', 'body > main:nth-of-type(1)'],
])('%s is found by %s', (html, expected) => {
  expect(selector(html)).toBe(expected)
  expect(document.querySelector(expected)).toBe(document.querySelector('.t'))
})

it('leads into shadow roots', () => {
  document.body.innerHTML = '<x-card id="card"></x-card>'
  const root = document.querySelector('x-card')!.attachShadow({ mode: 'open' })
  root.innerHTML = '<p><button>Buy</button></p>'
  expect(selectorOf(root.querySelector('button')!, masker)).toBe(
    '#card >>> p:nth-of-type(1) > button:nth-of-type(1)',
  )
})

it('holds nothing that is masked: secret identifiers, and test ids in private areas', () => {
  expect(selector('<i class="t" id="anna@example.com">')).toBe('body > i:nth-of-type(1)')
  expect(selector('<i class="t" data-testid="anna@example.com">')).toBe('body > i:nth-of-type(1)')
  expect(selector('<p data-private><i class="t" data-testid="anna">')).not.toContain('anna')
  expect(testIdOf(document.querySelector('.t')!, masker)).toBeNull()
})

it('any value can be looked for by an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (value) => {
      fc.pre(!value.includes('\0'))
      const element = document.createElement('p')
      element.setAttribute('name', value)
      document.body.replaceChildren(element)
      expect(document.querySelector(byAttribute('name', value))).toBe(element)
    }),
  )
})
