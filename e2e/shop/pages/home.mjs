import { drawing } from '../art.mjs'
import { money, PRODUCTS } from '../catalogue.mjs'

const SHELVES = /** @type {const} */ ([
  { name: 'Brewing', title: 'For the brewing' },
  { name: 'Coffee', title: 'For the cup' },
])

export function home() {
  return `
    <section class="hero">
      <div>
        <p class="eyebrow">Autumn on the shelves</p>
        <h1>Coffee things for slow mornings</h1>
        <p class="lead">Fresh beans, and a few well made tools that turn them into the best ten minutes of the day.</p>
        <a class="button" href="/products/dawn-blend">Try the Dawn Blend</a>
      </div>
      <div class="still-life" aria-hidden="true">${drawing('kettle', '')}${drawing('dripper', '')}${drawing('mug', '')}</div>
    </section>
    ${SHELVES.map(shelf).join('')}`
}

/** @param {(typeof SHELVES)[number]} shelf */
function shelf({ name, title }) {
  const products = PRODUCTS.filter((product) => product.shelf === name)
  return `
    <section class="shelf" id="${name.toLowerCase()}" aria-labelledby="${name}">
      <h2 id="${name}">${title}</h2>
      <ul class="cards">${products.map(card).join('')}</ul>
    </section>`
}

/** @param {import('../catalogue.mjs').Product} product */
export function card(product) {
  return `
    <li class="card">
      <a href="/products/${product.slug}">
        <span class="picture" style="background: ${product.tint}">${drawing(product.scene, product.name)}</span>
        <span class="name">${product.name}</span>
        <span class="price">${money(product.cents)}</span>
        <span class="line">${product.line}</span>
      </a>
    </li>`
}
