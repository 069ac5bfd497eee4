import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { productOf } from './catalogue.mjs'
import { addToCart, applyDiscount, emptyCart, placeOrder, totals } from './orders.mjs'
import { cartPage } from './pages/cart.mjs'
import { checkoutPage } from './pages/checkout.mjs'
import { home } from './pages/home.mjs'
import { layout } from './pages/layout.mjs'
import { productPage } from './pages/product.mjs'
import { thanksPage } from './pages/thanks.mjs'

/** @typedef {{ cart: import('./orders.mjs').Cart, orders: Map<string, import('./orders.mjs').Order> }} Visit */
/** @typedef {{ status: number, type: string, body: string | Buffer, location?: string }} Answer */

const FILES = new Map([
  ['/shop.css', 'text/css'],
  ['/shop.js', 'text/javascript'],
  ['/checkout.js', 'text/javascript'],
])

/**
 * The demo shop: a handful of real pages, and a bug at the checkout (see placeOrder in orders.mjs). It keeps a cart for
 * each visitor, in memory.
 *
 * @param {{ port?: number }} [options] without a port it takes a free one
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function startShop({ port = 0 } = {}) {
  /** @type {Map<string, Visit>} */
  const visits = new Map()
  const server = createServer((request, response) => {
    const known = /(?:^|; )visit=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1]
    const id = known ?? randomUUID()
    const visit = visits.get(id) ?? { cart: emptyCart(), orders: new Map() }
    visits.set(id, visit)
    answer(request, visit).then(
      ({ status, type, body, location }) => {
        response.writeHead(status, {
          'content-type': `${type}; charset=utf-8`,
          'cache-control': 'no-store',
          ...(known ? {} : { 'set-cookie': `visit=${id}; Path=/; HttpOnly; SameSite=Lax` }),
          ...(location ? { location } : {}),
        })
        response.end(body)
      },
      (error) => {
        response.writeHead(500, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ error: { code: 'internal', message: error.message } }))
      },
    )
  })
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(undefined))
  })
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {Visit} visit
 * @returns {Promise<Answer>}
 */
async function answer(request, visit) {
  const { pathname } = new URL(request.url ?? '/', 'http://shop')
  if (request.method === 'POST') return answerApi(pathname, await readJson(request), visit)
  const type = FILES.get(pathname)
  if (type)
    return { status: 200, type, body: await readFile(new URL(`./public${pathname}`, import.meta.url)) }
  const [, area, name = ''] = pathname.split('/')
  if (area === 'api') return json(200, { left: productOf(pathname.split('/')[3] ?? '')?.stock ?? 0 })
  return page(area ?? '', name, visit)
}

/**
 * @param {string} area
 * @param {string} name
 * @param {Visit} visit
 * @returns {Answer}
 */
function page(area, name, { cart, orders }) {
  const product = productOf(name)
  const order = orders.get(name)
  if (area === '') return html('Slow mornings', home())
  if (area === 'products' && product) return html(product.name, productPage(product))
  if (area === 'cart') return html('Cart', cartPage(cart))
  if (area === 'checkout' && cart.lines.length === 0)
    return { status: 303, type: 'text/plain', body: '', location: '/cart' }
  if (area === 'checkout') return html('Checkout', checkoutPage(cart), 'checkout.js')
  if (area === 'orders' && order) return html('Thank you', thanksPage(order))
  return {
    ...html('Not found', '<section class="empty"><h1>There is nothing here</h1></section>'),
    status: 404,
  }

  /**
   * @param {string} title
   * @param {string} body
   * @param {string} [script]
   * @returns {Answer}
   */
  function html(title, body, script) {
    const text = layout({ title, body, cartCount: totals(cart).count, ...(script ? { script } : {}) })
    return { status: 200, type: 'text/html', body: text }
  }
}

/**
 * @param {string} pathname
 * @param {Record<string, unknown>} body
 * @param {Visit} visit
 * @returns {Answer}
 */
function answerApi(pathname, body, visit) {
  const { cart, orders } = visit
  if (pathname === '/api/cart') {
    addToCart(cart, String(body['slug']), Number(body['quantity']) || 1)
    return json(200, totals(cart))
  }
  if (pathname === '/api/discount') {
    const known = applyDiscount(cart, String(body['code']))
    return known ? json(200, totals(cart)) : json(422, { error: 'We do not know this code.' })
  }
  if (pathname === '/api/orders') {
    const order = placeOrder(cart, String(body['email']))
    orders.set(order.id, order)
    visit.cart = emptyCart()
    return json(201, { order })
  }
  return json(404, { error: 'Not found' })
}

/**
 * @param {number} status
 * @param {unknown} body
 * @returns {Answer}
 */
const json = (status, body) => ({ status, type: 'application/json', body: JSON.stringify(body) })

/**
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<Record<string, unknown>>}
 */
async function readJson(request) {
  let text = ''
  for await (const chunk of request) text += chunk
  return JSON.parse(text || '{}')
}
