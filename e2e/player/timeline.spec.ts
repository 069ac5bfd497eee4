import type { Page } from '@playwright/test'
import { accessibilityProblems } from '../chromium/axe.ts'
import { expect, test } from './browser.ts'
import { made, pageEvents, serveSession } from './make-session.ts'
import type { PlayerPage } from './serve-player.ts'

const MINUTE_MS = 60_000
const MARKERS = 5000

/** Half an hour: a console line a second in the first and the last ten minutes, and nothing in between. */
function serveLong(player: PlayerPage): void {
  const seconds = Array.from({ length: 600 }, (_, i) => i)
  const line = (text: string, atMs: number) =>
    made('qa.console', { level: 'log', method: 'log', args: [text], stack: null }, atMs)
  serveSession(player, 'long', [
    ...pageEvents([{ tag: 'h1', children: ['Long'] }]),
    ...seconds.flatMap((i) => [
      made(
        'qa.page',
        { kind: 'history', url: `https://shop.example/${i >> 6}`, title: `Page ${i >> 6}` },
        i * 1000,
      ),
      line(`early ${i}`, i * 1000),
    ]),
    ...seconds.flatMap((i) => [
      made(
        'qa.page',
        { kind: 'history', url: `https://shop.example/l`, title: 'Later' },
        20 * MINUTE_MS + i * 1000,
      ),
      line(`late ${i}`, 20 * MINUTE_MS + i * 1000),
    ]),
  ])
}

const timeline = (page: Page) => page.getByRole('slider', { name: 'Timeline' })
const timeMs = async (page: Page) => Number(await timeline(page).getAttribute('data-time'))
const consoleRows = (page: Page) => page.getByRole('treegrid', { name: 'Console' })

async function open(
  page: Page,
  player: PlayerPage,
  session: string,
): Promise<{ x: number; y: number; width: number; height: number }> {
  await page.goto(`${player.url}/?session=${session}`)
  await expect(page.locator('.frames iframe').first().contentFrame().locator('h1')).toBeVisible()
  return (await timeline(page).boundingBox())!
}

test('dragging selects a range, which the lists show alone; a click still goes there', async ({
  page,
  player,
}) => {
  serveLong(player)
  await page.setViewportSize({ width: 1200, height: 700 })
  const box = await open(page, player, 'long')
  const y = box.y + 24
  await expect(consoleRows(page)).toHaveAttribute('aria-rowcount', '1200')
  await page.mouse.move(box.x + box.width * 0.2, y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.25, y, { steps: 4 })
  await page.mouse.up()
  const rows = Number(await consoleRows(page).getAttribute('aria-rowcount'))
  expect(rows).toBeGreaterThan(30)
  expect(rows).toBeLessThan(120)
  expect(await timeMs(page)).toBe(0)

  await page.getByRole('slider', { name: 'End of the range' }).press('ArrowRight')
  await expect(consoleRows(page)).toHaveAttribute('aria-rowcount', String(rows + 1))
  expect(await accessibilityProblems(page)).toEqual([])
  await page.mouse.click(box.x + box.width * 0.7, y)
  await expect.poll(() => timeMs(page)).toBeGreaterThan(20 * MINUTE_MS)
  await timeline(page).press('Escape')
  await expect(consoleRows(page)).toHaveAttribute('aria-rowcount', '1200')
  // By keys alone.
  await timeline(page).press('[')
  await expect
    .poll(async () => Number(await consoleRows(page).getAttribute('aria-rowcount')))
    .toBeLessThan(600)
})

test('what is skipped is folded; the wheel, keys and buttons zoom, and the playhead stays in view', async ({
  page,
  player,
}) => {
  serveLong(player)
  await page.setViewportSize({ width: 1200, height: 700 })
  const box = await open(page, player, 'long')
  const middle = { x: box.x + box.width / 2, y: box.y + 24 }
  // The two busy parts are as long as each other: the middle is the end of the one or the beginning of the other.
  await page.mouse.click(middle.x - 30, middle.y)
  await expect.poll(() => timeMs(page)).toBeGreaterThan(9 * MINUTE_MS)
  expect(await timeMs(page)).toBeLessThan(10 * MINUTE_MS)
  await page.getByRole('button', { name: 'Skip inactivity' }).click()
  await page.mouse.click(middle.x, middle.y)
  await expect.poll(() => timeMs(page)).toBeGreaterThan(14.8 * MINUTE_MS)
  await page.getByRole('button', { name: 'Skip inactivity' }).click()

  await timeline(page).press('Home')
  await page.mouse.move(box.x + 6, middle.y)
  for (let i = 0; i < 10; i++) await page.mouse.wheel(0, -300)
  await page.mouse.click(box.x + box.width - 6, middle.y)
  await expect.poll(() => timeMs(page)).toBeLessThan(0.5 * MINUTE_MS)
  await page.mouse.wheel(400, 0)
  await timeline(page).press('End')
  await page.mouse.click(box.x + 6, middle.y)
  await expect.poll(() => timeMs(page)).toBeGreaterThan(29 * MINUTE_MS)
  await page.getByRole('button', { name: 'Show the whole session' }).click()
  await expect(page.getByRole('button', { name: 'Zoom out' })).toBeDisabled()
  await timeline(page).press('+')
  await expect(page.getByRole('button', { name: 'Zoom out' })).toBeEnabled()
  await timeline(page).press('0')
  await expect(page.getByRole('button', { name: 'Zoom out' })).toBeDisabled()
})

test('two fingers zoom, one scrubs', async ({ page, player }) => {
  serveLong(player)
  const box = await open(page, player, 'long')
  const touch = (type: string, id: number, x: number) =>
    timeline(page).dispatchEvent(type, {
      pointerId: id,
      pointerType: 'touch',
      isPrimary: id === 10,
      button: 0,
      clientX: box.x + x,
      clientY: box.y + 20,
      bubbles: true,
    })
  // A pointer that no finger made cannot be captured.
  await page.evaluate(() => (Element.prototype.setPointerCapture = () => undefined))
  await touch('pointerdown', 10, 100)
  await touch('pointermove', 10, 140)
  await touch('pointermove', 10, 200)
  await touch('pointerup', 10, 200)
  const scrubbed = await timeMs(page)
  expect(scrubbed).toBeGreaterThan(0)
  await touch('pointerdown', 10, 150)
  await touch('pointerdown', 11, 200)
  await touch('pointermove', 11, 400)
  await touch('pointerup', 11, 400)
  await touch('pointerup', 10, 150)
  await expect(page.getByRole('button', { name: 'Zoom out' })).toBeEnabled()
  expect(await timeMs(page)).toBe(scrubbed)
})

test('5,000 markers: zooming keeps up', async ({ page, player }, info) => {
  const errors = Array.from({ length: MARKERS }, (_, i) =>
    made('qa.error', { kind: 'error', name: 'Error', message: `${i}`, stack: null, source: null }, i * 300),
  )
  serveSession(player, 'markers', [...pageEvents([{ tag: 'h1', children: ['Many'] }]), ...errors])
  const box = await open(page, player, 'markers')
  await expect(page.getByRole('button', { name: /Errors/ })).toContainText(String(MARKERS))
  await page.mouse.move(box.x + box.width / 3, box.y + 20)
  const frames = page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const gaps: number[] = []
        let last = performance.now()
        const step = (now: number) => {
          gaps.push(now - last)
          last = now
          if (gaps.length < 60) requestAnimationFrame(step)
          else resolve(gaps)
        }
        requestAnimationFrame(step)
      }),
  )
  for (let i = 0; i < 20; i++) await page.mouse.wheel(0, i % 10 < 5 ? -120 : 120)
  const sorted = (await frames).sort((a, b) => a - b)
  info.annotations.push({ type: 'frame ms, median and p95', description: `${sorted[30]} ${sorted[56]}` })
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 8)
  await expect(page.getByText(/^Uncaught Error: \d+$/).first()).toBeVisible()
})
