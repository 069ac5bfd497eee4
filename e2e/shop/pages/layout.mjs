/**
 * The frame of every page.
 *
 * @param {{ title: string, body: string, cartCount: number, script?: string }} page
 */
export function layout({ title, body, cartCount, script }) {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} · Morrow Coffee</title>
    <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='7' fill='%23b4552d'/%3E%3C/svg%3E" />
    <link rel="stylesheet" href="/shop.css" />
    <script type="module" src="/shop.js"></script>
    ${script ? `<script type="module" src="/${script}"></script>` : ''}
  </head>
  <body>
    <p class="banner">Free shipping from $50 · <strong>MORNING10</strong> takes 10% off your first order</p>
    <header class="top">
      <a class="logo" href="/"><svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="15" fill="#b4552d" /><path d="M3 20c7-7 12-7 13 0s8 7 13 0a15 15 0 0 1-26 0z" fill="#fbf1e2" /></svg>Morrow</a>
      <nav aria-label="Shop">
        <a href="/#brewing">Brewing</a><a href="/#coffee">Coffee</a>
      </nav>
      <a class="cart-link" href="/cart" aria-label="Cart">Cart <span class="count" data-cart-count>${cartCount}</span></a>
    </header>
    <main>${body}</main>
    <footer>
      <p>Morrow is a demo shop. Nothing is sold, nothing is sent, no card is charged.</p>
    </footer>
    <p class="toast" role="status" hidden></p>
  </body>
</html>`
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** @param {string} text */
export const escapeHtml = (text) =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[/** @type {keyof typeof ENTITIES} */ (character)])
