import { describe, expect, it } from 'vitest'
import { parseSelector, type Described } from './selector.ts'

const body: Described = { tagName: 'body', attributes: {}, parent: null }
const list: Described = { tagName: 'UL', attributes: { id: 'list', class: 'big red' }, parent: body }
const item: Described = { tagName: 'li', attributes: { 'data-x': 'a b', class: 'item' }, parent: list }

describe('parseSelector', () => {
  it.each([
    'li',
    'LI',
    '*',
    '.item',
    'li.item',
    '[data-x]',
    '[data-x="a b"]',
    "[data-x='a b']",
    '#list li',
    'ul.big.red > .item',
    'body li',
    'body > #list > li',
    ' li ',
  ])('%s fits', (selector) => {
    expect(parseSelector(selector)?.(item)).toBe(true)
  })

  it.each(['ul', '.ite', '#item', '[data-y]', '[data-x="a"]', 'body > li', '.red .big', 'li li', 'ol > li'])(
    '%s does not',
    (selector) => {
      expect(parseSelector(selector)?.(item)).toBe(false)
    },
  )

  it.each(['', 'li:hover', 'a, b', 'a + b', '> li', 'li >', '[x', '.', '[a^="b"]'])(
    '%s is not understood',
    (selector) => {
      expect(parseSelector(selector)).toBeNull()
    },
  )
})
