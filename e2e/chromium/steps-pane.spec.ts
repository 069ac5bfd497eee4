import { expect, record, stop, test } from './fixtures.ts'
import { playerIn } from './player.ts'

const PAGE = `<title>Checkout</title><form aria-label="Order" onsubmit="return false">
  <label>Full name <input></label>
  <label><input type="checkbox"> As a gift</label>
  <label>City <input required></label>
  <button>Pay now</button></form>
  <button id="dead">Apply coupon</button>`

test('the panel tells the steps of a recording, and finds among them', async ({
  context,
  extensionId,
  site,
}) => {
  const page = await context.newPage()
  await page.goto(site.page('/checkout', PAGE))
  const popup = await record(page)
  await page.getByLabel('Full name').pressSequentially('Ada Lovelace')
  await page.getByLabel('As a gift').check()
  for (let i = 0; i < 2; i++) {
    await page.getByRole('button', { name: 'Pay now' }).click()
    await page.evaluate(() => new Promise((done) => setTimeout(done, 600)))
  }
  const box = (await page.locator('#dead').boundingBox())!
  await page.mouse.click(box.x + 10, box.y + 10, { clickCount: 4, delay: 5 })
  await page.evaluate(() => new Promise((done) => setTimeout(done, 1_300)))
  await popup.bringToFront()
  await stop(popup)

  const panel = await context.newPage()
  await panel.setViewportSize({ width: 1100, height: 640 })
  await panel.goto(`chrome-extension://${extensionId}/devtools-panel/panel.html`)
  await panel.getByRole('row', { name: /Checkout/ }).click()
  await playerIn(panel).pane('Steps').click()
  const steps = panel.getByRole('grid', { name: 'Steps' })
  await expect(steps.getByRole('row')).toHaveText([
    /Starts on \/checkout “Checkout”/,
    /Types "Ada Lovelace" into field "Full name"/,
    /Checks checkbox "As a gift"/,
    /Clicks button "Pay now"/,
    /Clicks button "Pay now"/,
    /Clicks button "Apply coupon" 4 times/,
  ])
  await panel.getByRole('searchbox', { name: 'Filter' }).fill('pay')
  await expect(steps.getByRole('row')).toHaveCount(2)
  await panel.getByRole('searchbox', { name: 'Filter' }).fill('')
})
