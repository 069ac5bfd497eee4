import { drawing } from '../art.mjs'
import { money, productOf } from '../catalogue.mjs'
import { totals } from '../orders.mjs'
import { escapeHtml } from './layout.mjs'

/** @param {import('../orders.mjs').Cart} cart */
export function cartPage(cart) {
  if (cart.lines.length === 0)
    return `<section class="empty"><h1>Your cart is empty</h1><p class="lead">The kettle is on. Have a look around.</p><a class="button" href="/">To the shop</a></section>`
  return `
    <h1>Your cart</h1>
    <div class="columns">
      <ul class="lines">${cart.lines.map(line).join('')}</ul>
      <aside class="summary" aria-label="Summary">
        ${sums(cart)}
        <form class="discount" data-discount>
          <label for="code">Discount code</label>
          <span><input id="code" name="code" autocomplete="off" value="${escapeHtml(cart.discountCode ?? '')}" placeholder="MORNING10" /><button class="button quiet">Apply</button></span>
          <p role="alert" hidden></p>
        </form>
        <a class="button wide" href="/checkout">Check out</a>
      </aside>
    </div>`
}

/** @param {import('../orders.mjs').Line} line */
function line({ slug, quantity }) {
  const product = productOf(slug)
  if (!product) return ''
  return `
    <li>
      <span class="picture" style="background: ${product.tint}">${drawing(product.scene, product.name)}</span>
      <span><a class="name" href="/products/${slug}">${product.name}</a><span class="line">${product.line}</span></span>
      <span class="line">${quantity} × ${money(product.cents)}</span>
      <span class="price">${money(product.cents * quantity)}</span>
    </li>`
}

/**
 * The figures of a cart, as the cart and the checkout show them.
 *
 * @param {import('../orders.mjs').Cart} cart
 */
export function sums(cart) {
  const { subtotalCents, discountCents, shippingCents, totalCents } = totals(cart)
  const rows = [
    ['Subtotal', money(subtotalCents)],
    ...(cart.discountCode ? [[`Discount ${escapeHtml(cart.discountCode)}`, `−${money(discountCents)}`]] : []),
    ['Shipping', shippingCents === 0 ? 'Free' : money(shippingCents)],
  ]
  return `<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}<dt class="total">Total</dt><dd class="total" data-total>${money(totalCents)}</dd></dl>`
}
