// @vitest-environment happy-dom
import { computeAccessibleName, getRole } from 'dom-accessibility-api'
import { describe, expect, it } from 'vitest'
import { maskerOf } from '../masking/testing.ts'
import { accessibleName, shortText } from './accessible-name.ts'
import { roleOf } from './role.ts'

const masker = maskerOf()

/** The first element of a page that is not a label or what is referred to. */
function target(html: string): Element {
  document.body.innerHTML = html
  return document.querySelector('[data-t]') ?? document.body.firstElementChild!
}
const nameOf = (html: string, rules: Parameters<typeof maskerOf>[0] = {}) => {
  const element = target(html)
  return accessibleName(element, roleOf(element), maskerOf(rules))
}

/** dom-accessibility-api, which testing tools find elements by, is asked as well: it must say the same. */
describe('roles and names are those that testing tools find', () => {
  it.each([
    '<button>Pay now</button>',
    '<button aria-label="Close"><svg></svg></button>',
    '<button><img alt="Basket"> 3 items</button>',
    '<button>  Add\n  to   cart </button>',
    '<button title="Search"><i></i></button>',
    '<a href="/cart">Cart</a>',
    '<a href="/p"><img alt="Tideline Mug"></a>',
    '<input type="submit" value="Send">',
    '<input type="submit">',
    '<input type="reset">',
    '<input type="image" alt="Go">',
    '<label for="n">Full name</label><input data-t id="n">',
    '<label>Full name <input data-t></label>',
    '<label for="n">Name</label><label for="n">required</label><input data-t id="n">',
    '<input aria-label="City" placeholder="Where">',
    '<input title="Your town">',
    '<span id="a">Ship</span><span id="b">to</span><input data-t aria-labelledby="a b">',
    '<label for="s">Country</label><select data-t id="s"><option>Malta</option></select>',
    '<label><input data-t type="checkbox"> Remember me</label>',
    '<label><input data-t type="radio"> Express</label>',
    '<textarea aria-label="Note"></textarea>',
    '<fieldset><legend>Delivery</legend></fieldset>',
    '<table><caption>Orders</caption></table>',
    '<img alt="A mug">',
    '<h2>Your <b>cart</b></h2>',
    '<div role="button">Go <span aria-hidden="true">x</span></div>',
    '<div role="tab" aria-label="Reviews">5</div>',
    '<button><span hidden>no</span>Yes</button>',
    '<form></form>',
    '<summary>More</summary>',
    '<div role="switch" aria-labelledby="w"></div><p id="w">Dark mode</p>',
    '<input type="range" aria-label="Volume">',
    '<input type="number" aria-label="Amount">',
    '<input type="search" aria-label="Find">',
    '<input list="x" aria-label="Fruit">',
    '<select multiple aria-label="Sizes"></select>',
    '<li>One</li>',
    '<nav aria-label="Main"></nav>',
    '<p>Text</p>',
    '<a>No link</a>',
  ])('%s', (html) => {
    const element = target(html)
    const role = roleOf(element)
    expect(role).toBe(getRole(element))
    expect(accessibleName(element, role, masker) ?? '').toBe(
      computeAccessibleName(element).replace(/\s+/g, ' ').trim(),
    )
  })
})

it('a placeholder names what nothing else does, as browsers have it', () => {
  expect(nameOf('<input placeholder="Where">')).toBe('Where')
})

describe('what names leave out', () => {
  it('never holds what was typed into a field', () => {
    const html =
      '<label>Pay <input value="hunter22"> with <textarea>hunter22</textarea><b contenteditable>hunter22</b>' +
      '<select><option selected>hunter22</option></select><input data-t type="checkbox"></label>'
    expect(nameOf(html)).toBe('Pay with')
  })

  it('masks what is in a private area, also when only a label or a part is', () => {
    expect(nameOf('<button data-private>Pay Anna</button>')).toBe('*** ****')
    expect(nameOf('<section data-private><button data-t>Pay Anna</button></section>')).toBe('*** ****')
    expect(nameOf('<button>Pay <b data-private>Anna</b></button>')).toBe('Pay ****')
    expect(nameOf('<p data-private id="l">Anna</p><input data-t aria-labelledby="l">')).toBe('****')
    expect(nameOf('<label data-private for="i">Anna</label><input data-t id="i">')).toBe('****')
    expect(nameOf('<div data-private><button aria-label="Anna" data-t></button></div>')).toBe('****')
    expect(nameOf('<button><img data-private alt="Anna"> said</button>')).toBe('**** said')
  })

  it('masks what is secret by its form, over several elements too', () => {
    expect(nameOf('<button>Mail anna@example.com</button>')).toBe('Mail ****************')
    expect(nameOf('<button>Use <b>4242</b> <b>4242</b> <b>4242</b> <b>4242</b></button>')).not.toContain('42')
    expect(nameOf('<button><p>4242</p><p>4242</p><p>4242</p><p>4242</p></button>')).not.toContain('42')
    expect(
      nameOf(`<button>${'<div>4</div><div>2</div>'.repeat(4)}${'<div>#</div>'.repeat(8)}</button>`),
    ).not.toMatch(/\d/)
  })

  it('masks all in strict but for what is shown', () => {
    expect(nameOf('<button>Pay now</button>', { level: 'strict' })).toBe('*** ***')
    expect(nameOf('<button data-unmask>Pay now</button>', { level: 'strict' })).toBe('Pay now')
  })

  it('masks by the rules of a site', () => {
    expect(nameOf('<button class="who">Anna</button>', { maskSelectors: ['.who'] })).toBe('****')
    expect(nameOf('<button>Order X-77</button>', { maskPatterns: ['X-\\d+'] })).toBe('Order ****')
  })

  it('is short, and reads little of a large element', () => {
    expect(nameOf(`<button>${'word '.repeat(100)}</button>`)).toHaveLength(120)
    const large = target(`<div>${'<p>A paragraph of the page.</p>'.repeat(50_000)}</div>`)
    expect(shortText(large, masker)).toBeNull()
  })
})
