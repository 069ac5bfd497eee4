import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { locatorOf } from './locator.ts'
import { countOf, selectorOf, selectorPath } from './selector.ts'
import { ancestorsOf, findElements, treeRows } from './tree.ts'

/** Numbers as the recorder gives them: in the order of the document, to what is there. */
function number(document: Document) {
  const numbers = new Map<Node, number>([[document, 1]])
  const visit = (node: Node) => {
    numbers.set(node, numbers.size + 1)
    const { shadowRoot } = node as Partial<Element>
    if (shadowRoot) visit(shadowRoot)
    node.childNodes.forEach(visit)
  }
  document.childNodes.forEach(visit)
  return { idOf: (node: Node) => numbers.get(node) ?? null, numbers }
}
const all = { has: () => true } as unknown as ReadonlySet<number>
const lines = (expanded: ReadonlySet<number> = all) =>
  treeRows(document, number(document), expanded).map(
    ({ level, kind, tag, text }) => `${level} ${kind === 'element' ? `<${tag}>` : kind}${text && ` ${text}`}`,
  )

beforeEach(() => {
  document.head.innerHTML = ''
  document.body.innerHTML = ''
})

test('the tree has what was recorded, in its order; short texts stand beside their element', () => {
  document.body.innerHTML = `<main><h1> Basket
    of  today</h1> <!-- a note --><p>two <b>bold</b></p></main>`
  expect(lines().filter((line) => !/head|html/.test(line))).toEqual([
    '2 <body>',
    '3 <main>',
    '4 <h1> Basket of today',
    '4 comment a note',
    '4 <p>',
    '5 text two',
    '5 <b> bold',
  ])
})

test('shadow roots are part of it; what the replay has added is not', () => {
  document.body.innerHTML = '<my-card></my-card>'
  document.querySelector('my-card')!.attachShadow({ mode: 'open' }).innerHTML = '<slot></slot>'
  const { idOf } = number(document)
  document.body.append(document.createElement('style'))
  const rows = treeRows(document, { idOf }, all)
  expect(rows.map(({ kind, tag }) => tag || kind).slice(-4)).toEqual(['body', 'my-card', 'shadow', 'slot'])
  const slot = document.querySelector('my-card')!.shadowRoot!.firstElementChild!
  expect(ancestorsOf(slot)).toContain(document.querySelector('my-card'))
  expect(selectorPath(slot, document)).toEqual([
    { selector: 'my-card', kind: 'shadow' },
    { selector: 'slot', kind: 'element' },
  ])
  expect(locatorOf(slot, document)).toBe("page.locator('my-card slot')")
})

test('only what is open is walked', () => {
  document.body.innerHTML = '<ul><li>a</li></ul>'
  expect(lines(new Set())).toHaveLength(1)
})

test('finds by selector, tag, attribute and text', () => {
  document.body.innerHTML = '<a href="/cart" class="x">Your cart</a><p>Nothing</p>'
  const found = (search: string) => findElements(document, search).map(({ localName }) => localName)
  expect(found('.x')).toEqual(['a'])
  expect(found('<p')).toEqual(['p'])
  expect(found('CART')).toEqual(['a'])
  expect(found('href="/c')).toEqual(['a'])
  expect(found(' ')).toEqual([])
  expect(found('][')).toEqual([])
})

const node: fc.Memo<string> = fc.memo((depth) =>
  depth <= 1
    ? fc.constantFrom('<i>x</i>', 'text', '<input name="a">', '<b id="x">y</b>', '<b id="x"></b>')
    : fc
        .record({
          tag: fc.constantFrom('div', 'section', 'li', 'b'),
          attribute: fc.constantFrom(
            '',
            'class="card"',
            'class="card big"',
            'id="item-12345"',
            'data-testid="row"',
            `id='a"b'`,
          ),
          children: fc.array(node(depth - 1), { maxLength: 3 }),
        })
        .map(({ tag, attribute, children }) => `<${tag} ${attribute}>${children.join('')}</${tag}>`),
)

test('a selector finds its element and no other one, in any document', () => {
  fc.assert(
    fc.property(fc.array(node(4), { maxLength: 4 }), (parts) => {
      document.body.innerHTML = parts.join('')
      for (const element of Array.from(document.body.querySelectorAll('*'))) {
        const selector = selectorOf(element)
        expect(countOf(document, selector), selector).toBe(1)
        expect(document.querySelector(selector)).toBe(element)
      }
    }),
    { numRuns: 60 },
  )
})

test('ids that a program made are not relied on', () => {
  document.body.innerHTML = '<div><p id=":r1:">a</p><p id="radix-7">b</p></div>'
  expect(selectorOf(document.querySelectorAll('p')[1]!)).toBe('p:nth-of-type(2)')
})

test.each([
  ['<button>Pay now</button>', 'button', `getByRole('button', { name: 'Pay now', exact: true })`],
  ['<button data-testid="pay">Pay</button>', 'button', `getByTestId('pay')`],
  ['<label>Street<input></label>', 'input', `getByRole('textbox', { name: 'Street', exact: true })`],
  ['<input type="password" placeholder="Code">', 'input', `getByPlaceholder('Code', { exact: true })`],
  ['<p>Thank you</p>', 'p', `getByText('Thank you', { exact: true })`],
  ['<h1>It’s "done"</h1>', 'h1', `getByRole('heading', { name: 'It’s "done"', exact: true })`],
  ["<a href='/'>it's</a>", 'a', `getByRole('link', { name: 'it\\'s', exact: true })`],
  ['<p>*** ****** **</p>', 'p', `locator('p')`],
  [
    '<button>A</button><button id="two">A</button>',
    '#two',
    `getByRole('button', { name: 'A', exact: true }).nth(1)`,
  ],
  [
    '<button data-testid="x">A</button><button data-testid="x">B</button>',
    'button',
    `getByRole('button', { name: 'A', exact: true })`,
  ],
])('%s is %s', (html, selector, locator) => {
  document.body.innerHTML = html
  expect(locatorOf(document.querySelector(selector)!, document)).toBe(`page.${locator}`)
})
