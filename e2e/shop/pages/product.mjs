import { drawing } from '../art.mjs'
import { money, PRODUCTS } from '../catalogue.mjs'
import { card } from './home.mjs'

/** @param {import('../catalogue.mjs').Product} product */
export function productPage(product) {
  const others = PRODUCTS.filter((other) => other !== product && other.shelf !== product.shelf).slice(0, 3)
  return `
    <nav class="crumbs" aria-label="Where you are"><a href="/">Shop</a> / <a href="/#${product.shelf.toLowerCase()}">${product.shelf}</a> / ${product.name}</nav>
    <section class="product">
      <div class="picture" style="background: ${product.tint}">${drawing(product.scene, product.name)}</div>
      <div>
        <h1>${product.name}</h1>
        <p class="price">${money(product.cents)}</p>
        <p class="lead">${product.text}</p>
        <ul class="facts">${product.facts.map((fact) => `<li>${fact}</li>`).join('')}</ul>
        <form class="add" data-add="${product.slug}">
          <label>Quantity <input name="quantity" type="number" min="1" max="20" value="1" /></label>
          <button class="button">Add to cart</button>
        </form>
        <p class="stock" data-stock="${product.slug}">Looking at the shelf…</p>
      </div>
    </section>
    <section class="shelf" aria-labelledby="others"><h2 id="others">Goes well with it</h2><ul class="cards three">${others.map(card).join('')}</ul></section>`
}
