import { drawing } from '../art.mjs'
import { money } from '../catalogue.mjs'
import { escapeHtml } from './layout.mjs'

/** @param {import('../orders.mjs').Order} order */
export function thanksPage(order) {
  return `
    <section class="empty">
      <span class="picture round">${drawing('mug', 'A cup of coffee')}</span>
      <h1>Thank you</h1>
      <p class="lead">Order <strong>${order.id}</strong> over ${money(order.totalCents)} is on its way. We wrote to ${escapeHtml(order.email)}.</p>
      <a class="button" href="/">Back to the shop</a>
    </section>`
}
