// On every page: adding to the cart, the stock line, discount codes.

console.info('Morrow storefront 2.4.1')

const toast = document.querySelector('.toast')

function say(text) {
  toast.textContent = text
  toast.hidden = false
  clearTimeout(say.timer)
  say.timer = setTimeout(() => (toast.hidden = true), 2500)
}

async function send(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { ok: response.ok, answer: await response.json() }
}

document.querySelector('[data-add]')?.addEventListener('submit', async (event) => {
  event.preventDefault()
  const form = event.currentTarget
  const quantity = Number(new FormData(form).get('quantity'))
  const { answer } = await send('/api/cart', { slug: form.dataset.add, quantity })
  document.querySelector('[data-cart-count]').textContent = answer.count
  say('It is in your cart')
})

document.querySelector('[data-discount]')?.addEventListener('submit', async (event) => {
  event.preventDefault()
  const form = event.currentTarget
  const { ok, answer } = await send('/api/discount', { code: new FormData(form).get('code') })
  if (ok) return location.reload()
  const alert = form.querySelector('[role=alert]')
  alert.textContent = answer.error
  alert.hidden = false
})

const stock = document.querySelector('[data-stock]')
if (stock) {
  const response = await fetch(`/api/stock/${stock.dataset.stock}`)
  const { left } = await response.json()
  stock.textContent = left > 10 ? 'In stock, leaves tomorrow' : `Only ${left} left`
  stock.classList.toggle('low', left <= 10)
}
