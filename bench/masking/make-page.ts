const WORDS =
  'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua'.split(
    ' ',
  )

/** Fills the body with a shop's list and a table: 10,000 nodes and a little more, with the attributes of a real page. */
export function makePage(): void {
  const cards = Array.from({ length: 480 }, (_, i) => card(i))
  document.body.innerHTML = `<main class="min-h-screen bg-white">${cards.join('')}<table><tbody id="rows">${Array.from({ length: 220 }, (_, i) => row(i)).join('')}</tbody></table></main>`
}

const words = (seed: number, count: number) =>
  Array.from({ length: count }, (_, i) => WORDS[(seed * 7 + i * 3) % WORDS.length]!).join(' ')

function card(i: number): string {
  return `<article class="flex flex-col gap-4 rounded-lg border border-slate-200 p-4 shadow-sm hover:shadow-md" data-testid="card-${i}" data-state="closed">
    <a href="/products/${i}?colour=blue&size=${i % 40}" class="block overflow-hidden rounded" aria-label="Open ${words(i, 2)}"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="${words(i, 3)}" width="320" height="240" loading="lazy"></a>
    <h3 class="text-lg font-semibold">${words(i, 4)}</h3><p class="text-sm text-slate-600">${words(i + 3, 18)}</p>
    <div class="price" style="color: rgb(10, 20, 30)"><span>$${i},${String(i % 100).padStart(2, '0')}</span> <small>incl. VAT, order ${100000 + i * 37}</small></div></article>`
}

function row(i: number): string {
  return `<tr><td>${i}</td><td>${words(i, 3)}</td><td>2031-05-${(i % 28) + 1}</td><td class="num">${(i * 13.37).toFixed(2)}</td><td><input type="checkbox" name="row-${i}"></td></tr>`
}

/** 5,000 mutations as a table that updates itself makes them: texts, attributes, rows. */
export function burst(): void {
  const cells = document.querySelectorAll('#rows td:nth-child(4)')
  for (let i = 0; i < 2000; i++) cells[i % cells.length]!.firstChild!.nodeValue = `${i * 7}.${i % 100}`
  const cards = document.querySelectorAll('article')
  for (let i = 0; i < 1500; i++)
    cards[i % cards.length]!.setAttribute('data-state', i % 2 ? 'open' : 'closed')
  const rows = document.getElementById('rows')!
  for (let i = 0; i < 250; i++) rows.insertAdjacentHTML('beforeend', row(1000 + i))
}
