import { accessibilityProblems } from '../chromium/axe.ts'
import { expect, test } from './browser.ts'
import { made, pageEvents, serveSession } from './make-session.ts'

const STACK =
  'TypeError: no basket\n    at e (https://shop.example/assets/app.js:1:1)\n    at https://shop.example/assets/vendor.js:1:900'
/** Line 1, column 0 of `app.js` is line 3, column 2 of `src/pay.ts`, in `pay`. */
const MAP = JSON.stringify({
  version: 3,
  file: 'app.js',
  sources: ['src/pay.ts'],
  sourcesContent: [
    'export function pay(basket) {\n  // <img src=x onerror=alert(1)>\n  send(basket.items)\n}\n',
  ],
  names: ['pay'],
  mappings: 'AAEEA',
})

test('an error with the code where it was thrown, its causes, how often it came, and what led to it', async ({
  page,
  player,
}, info) => {
  const cause = { $: 'error' as const, name: 'RangeError', message: 'basket expired', stack: STACK }
  const thrown = (atMs: number) =>
    made(
      'qa.error',
      {
        kind: 'error',
        name: 'TypeError',
        message: 'no basket',
        stack: STACK,
        source: null,
        value: { $: 'error', name: 'TypeError', message: 'no basket', stack: STACK, cause },
      },
      atMs,
    )
  serveSession(player, 'errors', [
    ...pageEvents([{ tag: 'h1', children: ['Basket'] }]),
    made(
      'qa.step',
      { kind: 'click', target: null, value: null, count: 1, sentence: 'Clicks button “Pay now”' },
      3000,
    ),
    made('qa.console', { level: 'warn', method: 'warn', args: ['slow answer'], stack: null }, 3500),
    thrown(4000),
    thrown(6000),
    made('qa.console', { level: 'log', method: 'log', args: ['later'], stack: null }, 9000),
  ])
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(`${player.url}/?session=errors`)
  await page.getByRole('tab', { name: /^Errors/ }).click()
  const errors = page.getByRole('treegrid', { name: 'Errors' })
  await expect(errors.getByRole('row')).toHaveCount(1)
  await expect(errors.getByText('2×')).toBeVisible()
  await expect(errors.getByText('app.js:1:1').first()).toBeVisible()
  await expect(errors.getByText('Caused by: RangeError: basket expired')).toBeVisible()

  // Nothing is asked of the site by itself: the map comes from this computer.
  await page.locator('input[type=file]').setInputFiles([
    { name: 'notes.map', mimeType: 'application/json', buffer: Buffer.from('no map') },
    { name: 'app.js.map', mimeType: 'application/json', buffer: Buffer.from(MAP) },
  ])
  await expect(page.getByText('notes.map: This is not a source map: it is no JSON.')).toBeVisible()
  await expect(errors.getByText('send(basket.items)').first()).toBeVisible()
  await expect(errors.getByText('<img src=x onerror=alert(1)>').first()).toBeVisible()
  await page.screenshot({ path: info.outputPath('errors-light.png') })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await accessibilityProblems(page)).toEqual([])
  }
  await page.screenshot({ path: info.outputPath('errors-dark.png') })

  await expect(errors.getByRole('button', { name: /Warn|slow answer/ })).toBeVisible()
  await errors.getByRole('button', { name: /Clicks button “Pay now”/ }).click()
  await expect(page.getByRole('slider', { name: 'Timeline' })).toHaveAttribute('data-time', '2400')

  await page.setViewportSize({ width: 320, height: 800 })
  await page.screenshot({ path: info.outputPath('errors-320.png') })
  expect(await accessibilityProblems(page)).toEqual([])
  await page.getByRole('tab', { name: /^Details/ }).click()
  await expect(page.getByText('0:02.400')).toBeVisible()
})
