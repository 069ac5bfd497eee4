import type { CDPSession, Page } from '@playwright/test'
import { SHOPPER } from '../support/shopping.mjs'
import { grantAccess } from './access.ts'
import { ask } from './ask.ts'
import { accessibilityProblems } from './axe.ts'
import { expect, popupFor, record, stop, test } from './fixtures.ts'
import { onlySession, storedEvents, storeText } from './store.ts'

// Rules of one's own: written in the popup, seen on the page, and obeyed in every byte that is kept.

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })

/** What the highlight says and shows; its shadow root is closed, but not to the debugger. */
async function highlightOf(page: Page): Promise<{ text: string; boxes: number }> {
  const devtools: CDPSession = await page.context().newCDPSession(page)
  interface Node {
    localName?: string
    nodeValue?: string
    attributes?: string[]
    children?: Node[]
    shadowRoots?: Node[]
  }
  const { root } = (await devtools.send('DOM.getDocument', { depth: -1, pierce: true })) as { root: Node }
  await devtools.detach()
  let text = ''
  let boxes = 0
  const visit = (node: Node, ours: boolean) => {
    const inside = ours || node.localName === 'qa-replay-highlight'
    if (inside && node.nodeValue) text += `${node.nodeValue} `
    const { attributes = [] } = node
    if (inside && /^box /.test(attributes[attributes.indexOf('class') + 1] ?? '')) {
      if (!attributes.includes('hidden')) boxes++
    }
    for (const child of [...(node.children ?? []), ...(node.shadowRoots ?? [])]) visit(child, inside)
  }
  visit(root, false)
  return { text, boxes }
}

const textOfHighlight = async (page: Page) => (await highlightOf(page)).text

test('rules are written in the popup, shown on the page at once, and obeyed by the recording', async ({
  context,
  inside,
  shopUrl,
}, testInfo) => {
  await grantAccess(inside, 'http://127.0.0.1/*')
  const page = await context.newPage()
  await page.goto(`${shopUrl}/products/tideline-mug`)
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.getByText('It is in your cart').waitFor()
  await page.goto(`${shopUrl}/checkout`)
  const popup = await popupFor(page)
  await expect(popup.getByText('Privacy: no rules of your own')).toBeVisible()
  expect(await accessibilityProblems(popup)).toEqual([])

  await button(popup, 'Edit the rules of this site').click()
  await expect(popup.getByRole('heading', { name: /^Privacy of 127\.0\.0\.1/ })).toBeVisible()
  await button(popup, 'Highlight on the page').click()
  await expect.poll(() => textOfHighlight(page)).toContain('Card field')
  const before = await highlightOf(page)
  expect(before.boxes).toBeGreaterThan(5)
  for (const rule of ['Password field', 'Email field', 'Identity number field', 'data-private'])
    expect(before.text).toContain(rule)

  await field(popup, 'Mask').fill('input[name=name]\n..nonsense')
  await field(popup, 'Block').fill('footer, .short')
  await field(popup, 'Show').fill('input[name=ssn]')
  await field(popup, 'Mask text that fits').fill('Square, \\w+\n(a+)+$')
  await expect(popup.getByText('“..nonsense” is not a CSS selector.')).toBeVisible()
  await expect(popup.getByText(/“\(a\+\)\+\$” could freeze the page/)).toBeVisible()
  await expect.poll(() => textOfHighlight(page)).toContain('Mask “input[name=name]”')
  const after = await textOfHighlight(page)
  expect(after).toContain('Block “footer, .short”')
  expect(after).not.toContain('Identity number field')
  expect(await accessibilityProblems(popup)).toEqual([])
  await popup.screenshot({ path: testInfo.outputPath('popup-editor.png'), fullPage: true })
  await page.bringToFront()
  await page.screenshot({ path: testInfo.outputPath('highlight.png') })

  await popup.bringToFront()
  await button(popup, 'Save').click()
  await expect(popup.getByText('Privacy: 6 rules of your own, 2 cannot be used')).toBeVisible()
  await popup.screenshot({ path: testInfo.outputPath('popup-idle.png'), fullPage: true })
  await button(popup, 'Record').click()
  await popup.getByRole('timer').waitFor()
  await page.bringToFront()
  const fill = (label: string, text: string) => page.getByLabel(label).pressSequentially(text, { delay: 5 })
  await fill('Full name', SHOPPER.name)
  await fill('Address', SHOPPER.address)
  await fill('Tax ID', 'DE 811')
  await fill('Choose a password', SHOPPER.password)
  // The legend takes clicks, and none of them is the page's.
  await page.keyboard.press('Escape')
  await expect.poll(() => textOfHighlight(page)).toBe('')
  await popup.bringToFront()
  await stop(popup)

  const text = await storeText(inside)
  const { sessionId } = await onlySession(inside)
  const events = JSON.stringify(await storedEvents(inside, sessionId))
  for (const secret of [SHOPPER.name, 'Lovelace', 'Square, London', SHOPPER.password])
    expect(events).not.toContain(secret)
  expect(text).not.toContain(SHOPPER.password)
  // Blocked, with all that is in it; the same name elsewhere is not.
  expect(events).not.toContain('× Tideline Mug')
  expect(events).toContain('DE 811')
  expect(events).toContain('12 St James’s ')
  expect(events).toContain('Full name')
  expect(events).not.toContain('qa-replay-highlight')
})

test('the highlight follows the page, stays out of the recording, and is closed by Esc and its button', async ({
  context,
  inside,
  site,
}) => {
  await grantAccess(inside, 'http://localhost/*')
  const page = await context.newPage()
  await page.goto(
    site.page(
      '/long',
      `<title>Long</title><style>p { margin: 0 0 40px }</style><h1>Long</h1>
    <button onclick="document.body.insertAdjacentHTML('beforeend', '<p>late@example.org</p>'); scrollTo(0, 1e6)">More</button>
    ${Array.from({ length: 600 }, (_, i) => `<p style="margin: 0">user${i}@example.org and more</p>`).join('')}`,
    ),
  )
  const html = () => page.evaluate(() => document.body.outerHTML)
  const before = await html()
  const popup = await record(page)
  await button(popup, 'Show on the page what is masked').click()
  await expect(button(popup, 'Hide it on the page again')).toBeVisible()
  await page.bringToFront()
  await expect.poll(() => textOfHighlight(page)).toMatch(/Email address in text 600/)
  expect(await html()).toBe(before)
  const { boxes } = await highlightOf(page)
  expect(boxes).toBeGreaterThan(10)
  expect(boxes).toBeLessThan(100)
  await button(page, 'More').click()
  await expect.poll(() => textOfHighlight(page)).toMatch(/Email address in text 601/)
  await page.mouse.click(1130, 700)
  await page.keyboard.press('Escape')
  await expect.poll(() => textOfHighlight(page)).toBe('')
  await popup.bringToFront()
  await stop(popup)
  const { sessionId } = await onlySession(inside)
  const events = await storedEvents(inside, sessionId)
  expect(JSON.stringify(events)).not.toContain('qa-replay-highlight')
  expect(JSON.stringify(events)).not.toContain('example.org')
  expect(JSON.stringify(events)).toContain(' and more')
})

test('too many rules, and rules for everything: said at once, and nothing breaks', async ({
  context,
  inside,
  site,
}) => {
  await grantAccess(inside, 'http://localhost/*')
  const page = await context.newPage()
  await page.goto(site.page('/orders', '<title>Orders</title><h1>Orders of Anna</h1><p>kept out</p>'))
  const popup = await popupFor(page)
  await button(popup, 'Edit the rules of this site').click()
  const mask = field(popup, 'Mask')
  await popup.evaluate(
    (text) => navigator.clipboard.writeText(text),
    Array.from({ length: 10_000 }, (_, i) => `.rule-${i}`).join('\n'),
  )
  await mask.focus()
  await popup.keyboard.press('ControlOrMeta+V')
  await expect(popup.getByText('“Mask” has 10,000 rules, and at most 200 are kept.')).toBeVisible()
  await expect(button(popup, 'Save')).toBeDisabled()
  await mask.fill('*')
  await expect(popup.getByText('“*” fits the whole page: all of its text is masked.')).toBeVisible()
  await mask.fill('')
  await field(popup, 'Block').fill('body')
  await expect(popup.getByText('“body” fits the whole page: nothing of it is recorded.')).toBeVisible()
  await button(popup, 'Save').click()
  await button(popup, 'Record').click()
  await popup.getByRole('timer').waitFor()
  await page.bringToFront()
  await page.evaluate(() => console.log('still alive'))
  await popup.bringToFront()
  await stop(popup)
  const { sessionId } = await onlySession(inside)
  const events = JSON.stringify(await storedEvents(inside, sessionId))
  expect(events).not.toContain('kept out')
  expect(events).toContain('still alive')
})

test('a document of another site obeys both sites, and shows only what its own lets it', async ({
  context,
  inside,
  site,
}) => {
  await grantAccess(inside, '<all_urls>')
  site.page(
    '/second',
    '<title>Second</title><p class="name">Anna</p><p class="own">Berta</p><p class="hint">Clara</p><p class="name">in <b class="hint">Frieda</b></p>',
  )
  const save = (origin: string, own: object) =>
    ask(inside, 'site.get', { origin }).then(async (reply) => {
      if (!reply.ok) throw new Error(reply.problem.sentence)
      const saved = await ask(inside, 'site.save', { origin, settings: { ...reply.value.settings, ...own } })
      expect(saved.ok).toBe(true)
    })
  await save(site.url, { maskSelectors: ['.name'], unmaskSelectors: ['.own'] })
  await save(site.otherUrl, {
    maskSelectors: ['.own', 'body .hint'],
    unmaskSelectors: ['.hint', '.name .hint'],
  })
  const page = await context.newPage()
  await page.goto(site.page('/first', '<title>First</title><p class="name">Dora</p><p class="hint">Emil</p>'))
  const popup = await record(page)
  await page.goto(`${site.otherUrl}/second`)
  await page.getByText('Clara').waitFor()
  await popup.bringToFront()
  await stop(popup)
  const { sessionId } = await onlySession(inside)
  const events = JSON.stringify(await storedEvents(inside, sessionId))
  for (const masked of ['Dora', 'Anna', 'Berta', 'Frieda']) expect(events).not.toContain(masked)
  for (const shown of ['Emil']) expect(events).toContain(shown)
})

test('the settings page lists sites, adds one, mends a rule, resets and undoes', async ({
  context,
  extensionId,
  inside,
}, testInfo) => {
  const options = await context.newPage()
  await options.goto(`chrome-extension://${extensionId}/extension/options/options.html`)
  await expect(options.getByText(/^No site has rules of its own/)).toBeVisible()
  const address = field(options, 'Address of a site')
  await address.fill('two words')
  await button(options, 'Add rules').click()
  await expect(options.getByText('“two words” is not the address of a site.')).toBeVisible()
  await address.fill('shop.example')
  await button(options, 'Add rules').click()
  await expect(options.getByRole('heading', { name: 'Privacy of shop.example' })).toBeVisible()
  await field(options, 'Mask').fill('[open')
  await expect(options.getByText(/“\[open” is not complete/)).toBeVisible()
  expect(await accessibilityProblems(options)).toEqual([])
  await options.screenshot({ path: testInfo.outputPath('options-editor.png'), fullPage: true })
  await button(options, 'Save').click()
  await expect(options.getByText('Standard, 1 rule, 1 cannot be used')).toBeVisible()
  await options.screenshot({ path: testInfo.outputPath('options-list.png'), fullPage: true })

  await button(options, 'Edit the rules of https://shop.example').click()
  await expect(field(options, 'Mask')).toHaveValue('[open')
  await field(options, 'Mask').fill('.name')
  await options.getByLabel('Mask email addresses').uncheck()
  await button(options, 'Save').click()
  await expect(options.getByText('Standard, 1 rule, emails shown')).toBeVisible()

  await button(options, 'Edit the rules of https://shop.example').click()
  await button(options, 'Reset').click()
  await expect(field(options, 'Mask')).toHaveValue('')
  await button(options, 'Undo').click()
  await expect(field(options, 'Mask')).toHaveValue('.name')
  await button(options, 'Close').click()
  await expect(options.getByText('Standard, 1 rule, emails shown')).toBeVisible()
  const list = await ask(inside, 'site.list', {})
  expect(list.ok && list.value.map(({ origin, settings }) => [origin, settings.maskSelectors])).toEqual([
    ['https://shop.example', ['.name']],
  ])
  expect(await accessibilityProblems(options)).toEqual([])
})
