import { describe, expect, it } from 'vitest'
import { isPartOfCard } from './card-display.ts'

/** Whether each text of digits in `html` is part of a card number. */
function partsOf(html: string): boolean[] {
  document.body.innerHTML = `<main>${html}<p>Some more text, so that the page is more than this number alone, by far.</p></main>`
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const parts: boolean[] = []
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent ?? ''
    if (/\d/.test(text)) parts.push(isPartOfCard(text, walker.currentNode))
  }
  return parts
}
const inElements = (texts: string[]) =>
  `<div>${texts.map((text) => `<div><i>${text}</i></div>`).join('\n')}</div>`

describe('a card number in parts', () => {
  it.each([
    ['in four blocks', inElements(['4111', '1111', '1111', '1111'])],
    ['in a block a digit', inElements(Array.from('4111111111111111'))],
    [
      'while it is typed',
      inElements([...Array.from('4111 5'), ...Array.from('### #### ####')].filter((c) => c !== ' ')),
    ],
    ['while it is typed, with bullets', inElements(['4111', '11••', '••••', '••••'])],
    ['with dashes', inElements(['4111', '-', '1111', '-', '1111', '-', '1111'])],
  ])('is known %s', (_name, html) => {
    expect(partsOf(html)).not.toContain(false)
    expect(partsOf(html).length).toBeGreaterThan(0)
  })

  it.each([
    ['numbers that make none', inElements(['4111', '1111', '1111', '1112'])],
    ['the last four of a card', inElements(['••••', '••••', '••••', '4242'])],
    ['a row of a table', '<table><tr><td>4111</td><td>1111</td><td>1111</td><td>1111</td></tr></table>'],
    ['a few numbers', inElements(['12', '7', '2024'])],
    ['a long list', inElements(Array.from({ length: 200 }, (_, i) => String(i)))],
  ])('is not %s', (_name, html) => {
    expect(partsOf(html)).not.toContain(true)
    expect(partsOf(html).length).toBeGreaterThan(0)
  })
})
