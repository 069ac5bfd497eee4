import { money, productOf } from '../catalogue.mjs'
import { totals } from '../orders.mjs'
import { sums } from './cart.mjs'

/** @param {import('../orders.mjs').Cart} cart */
export function checkoutPage(cart) {
  return `
    <h1>Checkout</h1>
    <form class="columns" data-checkout novalidate>
      <div class="fields">
        <fieldset>
          <legend>You</legend>
          <label>Full name <input name="name" autocomplete="name" required /></label>
          <label>Email <input name="email" type="email" autocomplete="email" required /></label>
          <label class="wide">Address <input name="address" autocomplete="street-address" required /></label>
        </fieldset>
        <fieldset>
          <legend>Card</legend>
          <label class="wide">Card number <input name="card" inputmode="numeric" autocomplete="cc-number" placeholder="1234 1234 1234 1234" required /></label>
          <label>Expires <input name="expires" autocomplete="cc-exp" placeholder="MM / YY" required /></label>
          <label>Security code <input name="code" inputmode="numeric" autocomplete="cc-csc" placeholder="123" required /></label>
        </fieldset>
        <fieldset>
          <legend>Account <small>optional</small></legend>
          <label>Choose a password <span class="reveal"><input name="password" type="password" autocomplete="new-password" /><button type="button" class="quiet" data-reveal>Show</button></span></label>
          <label>Tax ID (SSN), for an invoice <input name="ssn" inputmode="numeric" placeholder="000-00-0000" /></label>
        </fieldset>
        <fieldset data-private>
          <legend>For the courier <small>private</small></legend>
          <label class="wide">Delivery note <textarea name="note" rows="3" placeholder="Door code, neighbour, dog…"></textarea></label>
          <p class="line wide">Last time you wrote: the spare key is with Mrs Albrecht.</p>
        </fieldset>
      </div>
      <aside class="summary" aria-label="Order">
        <ul class="short">${cart.lines.map(line).join('')}</ul>
        ${sums(cart)}
        <button class="button wide" data-pay><span>Pay ${money(totals(cart).totalCents)}</span></button>
        <p class="line">By paying you agree to nothing at all.</p>
      </aside>
    </form>`
}

/** @param {import('../orders.mjs').Line} line */
const line = ({ slug, quantity }) => {
  const product = productOf(slug)
  return product
    ? `<li>${quantity} × ${product.name}<span>${money(product.cents * quantity)}</span></li>`
    : ''
}
