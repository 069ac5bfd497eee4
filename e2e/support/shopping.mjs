/**
 * What the shopper of the demo types. None of it may be found in what is recorded, except the name and the address.
 */
export const SHOPPER = {
  name: 'Ada Lovelace',
  email: 'ada.lovelace@analytical.example',
  address: '12 St James’s Square, London',
  card: '4242 4242 4242 4242',
  expires: '12 / 34',
  code: '737',
  password: 'difference-engine-No2',
  ssn: '536-22-8717',
  note: 'the key is under the brass hedgehog',
}

/**
 * Buys a kettle with a discount, up to the error of the checkout: the shop, a product, the cart, the checkout.
 *
 * @param {import('playwright').Page} page
 * @param {string} shopUrl
 * @param {{ pause?: (page: import('playwright').Page) => Promise<void> }} [options] pause: called between the steps,
 *   for a walk at the pace of a person
 */
export async function shopToTheError(page, shopUrl, { pause = async () => undefined } = {}) {
  if (!page.url().startsWith(`${shopUrl}/`)) await page.goto(shopUrl)
  await pause(page)
  await page
    .getByRole('link', { name: /Heron Kettle/ })
    .first()
    .click()
  await page.getByText('Only 5 left').waitFor()
  await pause(page)
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.getByText('It is in your cart').waitFor()
  await page.getByRole('link', { name: 'Cart' }).click()
  await pause(page)
  await page.getByLabel('Discount code').fill('MORNING10')
  await page.getByRole('button', { name: 'Apply' }).click()
  await page.getByText('Discount MORNING10').waitFor()
  await pause(page)
  await page.getByRole('link', { name: 'Check out' }).click()
  await fillCheckout(page)
  await pause(page)
  const failed = page.waitForEvent('pageerror')
  await page.getByRole('button', { name: /^Pay/ }).click()
  await failed
}

/**
 * Types into every field of the checkout as a person does, key by key, and shows the password once.
 *
 * @param {import('playwright').Page} page on the checkout
 */
export async function fillCheckout(page) {
  const fields = /** @type {const} */ ([
    ['Full name', SHOPPER.name],
    ['Email', SHOPPER.email],
    ['Address', SHOPPER.address],
    ['Card number', SHOPPER.card],
    ['Expires', SHOPPER.expires],
    ['Security code', SHOPPER.code],
    ['Choose a password', SHOPPER.password],
    ['Tax ID', SHOPPER.ssn],
    ['Delivery note', SHOPPER.note],
  ])
  for (const [label, text] of fields) await page.getByLabel(label).pressSequentially(text, { delay: 5 })
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByRole('button', { name: 'Hide' }).click()
}
