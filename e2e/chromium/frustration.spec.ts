import type { BrowserContext, Page } from '@playwright/test'
import type { SignalPayload } from '../../shared/session/events.ts'
import { expect, record, stop, test } from './fixtures.ts'
import { onlySession, payloadsOf, storedEvents } from './store.ts'

// What annoys people, and what only looks like it: both on one page, with the built extension.

const PAGE = `<title>Shop</title><style>
  body { margin: 0; font: 16px sans-serif } button, #card { cursor: pointer } main { display: grid; gap: 12px; padding: 20px; justify-items: start }
  #tall { height: 4000px }
</style><main>
  <button id="dead">Apply coupon</button>
  <button id="rage">Pay now</button>
  <button id="broken">Check out</button>
  <button id="slow">Load</button><p id="result">-</p>
  <p id="text">Three words here</p>
  <div><button id="minus">-</button><output id="amount">1</output><button id="plus">+</button></div>
  <div id="double">Rename</div>
  <div id="handle">Drag me</div>
  <button id="menu">Menu</button>
  <button id="copy">Request</button>
  <a id="download" href="data:text/plain,x" download="x.txt">Receipt</a>
  <input id="search" aria-label="Search">
  <form id="refused" aria-label="Sign up"><input required aria-label="City"><button>Join</button></form>
  <form id="left" aria-label="Address"><input aria-label="Street"></form>
  <div id="tall"></div>
</main><script>
  const $ = (id) => document.getElementById(id)
  $('broken').onclick = () => { $('result').textContent = 'checking'; throw new TypeError('cart is undefined for anna@example.com') }
  $('slow').onclick = async () => { await fetch('/slow-answer'); await new Promise((done) => setTimeout(done, 1600)); $('result').textContent = 'loaded' }
  $('plus').onclick = () => { $('amount').textContent = +$('amount').textContent + 1 }
  $('double').ondblclick = () => { $('double').textContent = 'Renamed' }
  $('menu').onpointerdown = () => { $('result').textContent = 'open' }
  $('copy').onclick = () => { fetch('/x') }
</script>`

async function recordShop(context: BrowserContext, url: string): Promise<{ page: Page; popup: Page }> {
  const page = await context.newPage()
  await page.goto(url)
  return { page, popup: await record(page) }
}

async function signals(inside: Page): Promise<SignalPayload[]> {
  const { sessionId } = await onlySession(inside)
  return payloadsOf(await storedEvents(inside, sessionId), 'qa.signal')
}

/** Waits until the time for an answer is over, by what the page's own clock says. */
const settled = (page: Page) => page.evaluate(() => new Promise((done) => setTimeout(done, 1_300)))

test('what annoys people is found, with its evidence, and counts in the metadata', async ({
  context,
  inside,
  site,
}) => {
  const url = site.page('/shop', PAGE)
  const { page, popup } = await recordShop(context, url)
  await settled(page) // A page that was just shown is left alone.
  await page.locator('#dead').click()
  await settled(page)
  await quickClicks(page, '#rage', 4)
  await settled(page)
  await page.locator('#broken').click()
  await settled(page)
  for (let i = 0; i < 2; i++) {
    await page.locator('#refused button').click()
    await page.evaluate(() => new Promise((done) => setTimeout(done, 600)))
  }
  for (const turn of [1_000, -900, 900, -900, 900, -900]) {
    await page.mouse.wheel(0, turn)
    await page.evaluate(() => new Promise((done) => setTimeout(done, 150)))
  }
  await page.evaluate(() => scrollTo(0, 0))
  await page.getByLabel('Street').pressSequentially('Via Appia')
  await settled(page)
  await page.goto(site.page('/elsewhere', '<title>Elsewhere</title>'))
  await expect.poll(async () => (await signals(inside)).at(-1)?.kind).toBe('form-abandonment')
  await popup.bringToFront()
  await stop(popup)

  const found = await signals(inside)
  expect(found.map(({ kind }) => kind).sort()).toEqual([
    'dead-click',
    // Nobody answers the four clicks either.
    'dead-click',
    'error-click',
    'form-abandonment',
    'form-frustration',
    'rage-click',
    'scroll-thrash',
  ])
  const of = (kind: string) => found.find((signal) => signal.kind === kind)!
  expect(of('dead-click').sentence).toBe('Clicks button "Apply coupon", and nothing happens for 1 s')
  expect(of('rage-click').sentence).toMatch(/^Clicks button "Pay now" 4 times within 0\.\d s$/)
  expect(of('rage-click').evidence['clicks']).toHaveLength(4)
  expect(of('rage-click').target!.selector).toBe('#rage')
  expect(of('error-click').sentence).toBe(
    'Clicks button "Check out", and an error follows: TypeError: cart is undefined for ****************',
  )
  expect(of('form-frustration').evidence['attempts']).toMatchObject([
    { because: 'browser' },
    { because: 'browser' },
  ])
  expect(of('form-abandonment').sentence).toMatch(/^Fills one field of form "Address" in /)
  const { metadata } = await onlySession(inside)
  expect(metadata).toMatchObject({ hasFrustration: true, frustrationScore: 2 + 2 + 3 + 2 + 4 + 5 + 2 })
})

test('what only looks like it is not', async ({ context, inside, site }) => {
  const url = site.page('/shop', PAGE)
  const { page, popup } = await recordShop(context, url)
  await settled(page)
  // Selecting: a word, a paragraph, a stretch.
  await page.locator('#text').click({ clickCount: 3 })
  await settled(page)
  const text = (await page.locator('#text').boundingBox())!
  await drag(page, text.x + 2, text.y + 8, text.x + 90, text.y + 8)
  await settled(page)
  // A stepper that answers each click, a double click, dragging.
  await quickClicks(page, '#plus', 5)
  await settled(page)
  await page.locator('#double').dblclick()
  await settled(page)
  const handle = (await page.locator('#handle').boundingBox())!
  await drag(page, handle.x + 5, handle.y + 5, handle.x + 60, handle.y + 5)
  await settled(page)
  // A slow page that has begun a request; a menu that opens when the button goes down; a request without a change.
  await page.locator('#slow').click()
  await expect(page.locator('#result')).toHaveText('loaded')
  await page.locator('#menu').click()
  await settled(page)
  await page.locator('#copy').click()
  await settled(page)
  // The background, a download, a field, a modifier, what the page clicks itself.
  await page.mouse.click(700, 300)
  await page.locator('#download').click()
  await quickClicks(page, '#search', 3)
  await page.locator('#dead').click({ modifiers: ['Shift'] })
  await settled(page)
  await page.evaluate(() => {
    for (let i = 0; i < 5; i++) document.querySelector<HTMLElement>('#dead')!.click()
  })
  // Reading on, and code that scrolls.
  for (const turn of [500, 500, 500]) await page.mouse.wheel(0, turn)
  await settled(page)
  await page.evaluate(async () => {
    for (const y of [0, 900, 0, 900, 0, 900]) {
      scrollTo(0, y)
      await new Promise(requestAnimationFrame)
    }
  })
  await settled(page)
  await popup.bringToFront()
  await stop(popup)
  expect((await signals(inside)).map(({ sentence }) => sentence)).toEqual([])
  expect((await onlySession(inside)).metadata).toMatchObject({ hasFrustration: false, frustrationScore: 0 })
})

/** Clicks faster than a test's own waiting would let it. */
async function quickClicks(page: Page, selector: string, count: number): Promise<void> {
  const box = (await page.locator(selector).boundingBox())!
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { clickCount: count, delay: 5 })
}

async function drag(page: Page, x: number, y: number, toX: number, toY: number): Promise<void> {
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(toX, toY, { steps: 4 })
  await page.mouse.up()
}
