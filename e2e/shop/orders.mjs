import { productOf } from './catalogue.mjs'

/** @typedef {{ slug: string, quantity: number }} Line */
/** @typedef {{ lines: Line[], discountCode: string | null }} Cart */
/** @typedef {{ id: string, totalCents: number, email: string }} Order */

/** Discounts in percent, by code. */
const DISCOUNTS = new Map([
  ['morning10', 10],
  ['friends20', 20],
])

/** @returns {Cart} */
export const emptyCart = () => ({ lines: [], discountCode: null })

/**
 * Puts a product into the cart.
 *
 * @param {Cart} cart
 * @param {string} slug
 * @param {number} quantity
 */
export function addToCart(cart, slug, quantity) {
  const line = cart.lines.find((other) => other.slug === slug)
  if (line) line.quantity += quantity
  else cart.lines.push({ slug, quantity })
}

/**
 * @param {Cart} cart
 * @param {string} code as it was typed
 * @returns {boolean} whether there is such a discount
 */
export function applyDiscount(cart, code) {
  if (!DISCOUNTS.has(code.trim().toLowerCase())) return false
  cart.discountCode = code.trim().toUpperCase()
  return true
}

/** @param {Cart} cart */
export function totals(cart) {
  const subtotalCents = cart.lines.reduce(
    (sum, line) => sum + (productOf(line.slug)?.cents ?? 0) * line.quantity,
    0,
  )
  const percent = cart.discountCode ? (DISCOUNTS.get(cart.discountCode.toLowerCase()) ?? 0) : 0
  const discountCents = Math.round((subtotalCents * percent) / 100)
  const shippingCents = subtotalCents === 0 || subtotalCents >= 5000 ? 0 : 490
  return {
    count: cart.lines.reduce((sum, line) => sum + line.quantity, 0),
    subtotalCents,
    discountCents,
    shippingCents,
    totalCents: subtotalCents - discountCents + shippingCents,
  }
}

/**
 * Turns a cart into an order. This is the demo's bug: the cart keeps the code in capitals, the discounts are listed in
 * small letters, and only here nobody converts it, so that every order with a discount fails.
 *
 * @param {Cart} cart
 * @param {string} email
 * @returns {Order}
 * @throws {Error} for every cart with a discount
 */
export function placeOrder(cart, email) {
  if (cart.discountCode && !DISCOUNTS.has(cart.discountCode)) {
    throw new Error(`Discount ${cart.discountCode} is not in the ledger`)
  }
  const number = Math.floor(Math.random() * 9000) + 1000
  return { id: `MW-${number}`, totalCents: totals(cart).totalCents, email }
}
