import type { Page } from '@playwright/test'
import { expect, record, stop, test } from './fixtures.ts'
import { onlySession, payloadsOf, storedEvents } from './store.ts'

// What the user did, as it is in the store after a recording with the built extension.

const steps = async (inside: Page) => {
  const { sessionId } = await onlySession(inside)
  return payloadsOf(await storedEvents(inside, sessionId), 'qa.step')
}

const FORM = `<title>Form</title><body style="height:4000px">
  <h1>Order</h1>
  <form aria-label="Order" onsubmit="return false">
    <label for="name">Full name</label><input id="name">
    <label>Password <input type="password" id="password"></label>
    <label>Size <select id="size"><option>Small</option><option>Large</option></select></label>
    <label id="gift-label"><input type="checkbox"> As a gift</label>
    <label><input type="radio" name="way"> Express</label>
    <label>Amount <input type="range" id="amount" min="0" max="10" value="2"></label>
    <div contenteditable role="textbox" aria-label="Note" data-testid="note"></div>
    <section data-private><button type="button">Call Anna</button></section>
    <button data-testid="send"><b>Send</b> order</button>
  </form>
  <x-shadow></x-shadow><script>
    document.querySelector('x-shadow').attachShadow({ mode: 'open' }).innerHTML =
      '<label><input type="checkbox" id="inner"> Inside</label>'
  </script>
  <button id="zoom" type="button">Zoom</button>
  <a href="/next">Next page</a>
</body>`

test('what the user does is told step by step, masked, and nothing that the page does itself', async ({
  context,
  inside,
  site,
}) => {
  const url = site.page('/form', FORM)
  site.page('/next', '<title>Next</title><h1>Next</h1>')
  const page = await context.newPage()
  await page.goto(url)
  const popup = await record(page)
  await page.reload()
  await page.getByLabel('Full name').click()
  await page.getByLabel('Full name').pressSequentially('Ada Lovelace')
  await page.getByLabel('Password').pressSequentially('hunter22')
  await page.getByLabel('Size').press('ArrowDown')
  await page.locator('#gift-label').click()
  await page.getByLabel('Express').check()
  await page.locator('#amount').press('ArrowRight')
  await page.getByTestId('note').pressSequentially('Ring twice')
  await page.getByRole('button', { name: 'Call Anna' }).click()
  await page.locator('#inner').check()
  await page.getByRole('button', { name: 'Zoom' }).dblclick()
  await page.evaluate(() => document.querySelector<HTMLElement>('#zoom')!.click())
  await page.mouse.wheel(0, 600)
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(600)
  await page.evaluate(() => scrollTo(0, 0))
  await page.getByRole('button', { name: 'Send order' }).click()
  await page.getByRole('link', { name: 'Next page' }).click()
  await expect.poll(async () => (await steps(inside)).at(-1)?.sentence).toBe('Goes to /next')
  await page.goBack()
  await page.getByRole('heading', { name: 'Order' }).waitFor()
  await popup.bringToFront()
  await stop(popup)

  const told = await steps(inside)
  expect(told.map(({ sentence }) => sentence)).toEqual([
    'Starts on /form',
    'Reloads /form',
    'Types "Ada Lovelace" into field "Full name"',
    'Types "********" into "Password"',
    'Chooses "Large" in list "Size"',
    'Checks checkbox "As a gift"',
    'Chooses radio button "Express"',
    'Sets slider "Amount" to "3"',
    'Types "Ring twice" into field "Note"',
    'Clicks button "**** ****"',
    'Checks checkbox "Inside"',
    'Double-clicks button "Zoom"',
    'Scrolls down',
    'Clicks button "Send order"',
    'Submits form "Order"',
    'Clicks link "Next page"',
    'Goes to /next',
    'Goes back or forward to /form',
  ])
  const at = (sentence: string) => told.find((step) => step.sentence.includes(sentence))
  expect(at('Send')!.target).toMatchObject({
    selector: '[data-testid="send"]',
    role: 'button',
    name: 'Send order',
    testId: 'send',
  })
  expect(at('Send')!.target!.nodeId).toBeGreaterThan(0)
  expect(at('Inside')!.target!.selector).toMatch(/ >>> #inner$/)
  expect(at('Scrolls')!.value).toBe('0,600')
  // A selector of a recording finds the element in the page that was recorded.
  await page.bringToFront()
  for (const step of told.filter(({ target }) => target && !target.selector.includes('>>>')))
    await expect(page.locator(step.target!.selector), step.sentence).toHaveCount(1)
})

test('steps go on in a document that the page writes anew, and one that is left at once tells of the click', async ({
  context,
  inside,
  site,
}) => {
  const url = site.page(
    '/written',
    `<title>Old</title><button onclick="document.open(); document.write('<title>New</title><button>Second</button><a href=/gone>Leave</a>'); document.close()">First</button>`,
  )
  site.page('/gone', '<title>Gone</title><h1>Gone</h1>')
  const page = await context.newPage()
  await page.goto(url)
  const popup = await record(page)
  await page.getByRole('button', { name: 'First' }).click()
  await page.getByRole('button', { name: 'Second' }).click()
  await page.getByRole('link', { name: 'Leave' }).click()
  await page.getByRole('heading', { name: 'Gone' }).waitFor()
  await popup.bringToFront()
  await stop(popup)
  expect((await steps(inside)).map(({ sentence }) => sentence)).toEqual([
    'Starts on /written',
    'Clicks button "First"',
    'Clicks button "Second"',
    'Clicks link "Leave"',
    'Goes to /gone',
  ])
})

test('a page that replaces the platform’s methods gets no error from the steps', async ({
  context,
  inside,
  site,
}) => {
  const url = site.page(
    '/hostile',
    `<title>Hostile</title><script>
      window.errors = []
      addEventListener('error', (event) => errors.push(event.message))
      const bad = () => { throw new Error('called') }
      for (const name of ['getAttribute', 'closest', 'matches', 'querySelectorAll', 'getAttributeNode', 'checkVisibility'])
        Element.prototype[name] = bad
      Event.prototype.composedPath = bad
      for (const name of ['exec', 'test']) RegExp.prototype[name] = bad
      for (const name of ['push', 'map', 'filter', 'forEach']) Array.prototype[name] = bad
      window.getComputedStyle = bad
    </script><div data-private><button id="go">Anna</button></div><input aria-label="Name">`,
  )
  const page = await context.newPage()
  await page.goto(site.page('/calm', '<title>Calm</title>'))
  const popup = await record(page)
  await page.goto(url)
  await expect.poll(async () => (await steps(inside)).length).toBe(2)
  await page.mouse.click(20, 15)
  await page.mouse.click(120, 45)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await popup.bringToFront()
  await stop(popup)
  const told = await steps(inside)
  expect(told.map(({ kind }) => kind)).toEqual(['navigate', 'navigate', 'click', 'click', 'key', 'key'])
  expect(JSON.stringify(told)).not.toContain('Anna')
  expect(await page.evaluate('window.errors')).toEqual([])
})
