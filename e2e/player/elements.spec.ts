import { accessibilityProblems } from '../chromium/axe.ts'
import type { SessionEvent } from '../../shared/session/events.ts'
import { STARTED_AT_MS } from '../../shared/session/testing.ts'
import { expect, test } from './browser.ts'
import { pageEvents, serveSession } from './make-session.ts'
import type { PlayerPage } from './serve-player.ts'

const HOSTILE = '<img src=x onerror="parent.document.title=1">'

function serveShop(player: PlayerPage): void {
  const page = pageEvents(
    [
      {
        tag: 'main',
        attributes: { class: 'shop' },
        children: [
          { tag: 'h1', children: ['Basket'] },
          {
            tag: 'form',
            attributes: { id: 'pay', onsubmit: 'steal()' },
            children: [
              { tag: 'label', children: ['Street', { tag: 'input', attributes: { name: 'street' } }] },
              {
                tag: 'button',
                attributes: {
                  'data-testid': 'pay-now',
                  style: 'width: 200px; height: 40px; margin: 7px',
                  title: HOSTILE,
                },
                children: ['Pay now'],
              },
            ],
          },
          { tag: 'p', children: [HOSTILE] },
        ],
      },
    ],
    0,
    [{ tag: 'title', children: ['Shop'] }],
  )
  // The paragraph is taken away after four seconds.
  serveSession(player, 'elements', [
    ...page,
    {
      type: 3,
      timestamp: STARTED_AT_MS + 4000,
      data: {
        source: 0,
        adds: [],
        removes: [{ parentId: nodeId(page, 'main'), id: nodeId(page, 'p') }],
        texts: [],
        attributes: [],
      },
    },
    { type: 3, timestamp: STARTED_AT_MS + 8000, data: { source: 3, id: 1, x: 0, y: 0 } },
  ])
}

/** rrweb's id of the only element of a tag. */
function nodeId(events: readonly SessionEvent[], tag: string): number {
  const pending: unknown[] = [...events]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next !== 'object' || next === null) continue
    const { tagName, id } = next as { tagName?: unknown; id?: unknown }
    if (tagName === tag && typeof id === 'number') return id
    pending.push(...(Object.values(next) as unknown[]))
  }
  throw new Error(`There is no ${tag}`)
}

test('an element is picked in the page, told of, and found again in the tree by keys', async ({
  page,
  player,
}, info) => {
  serveShop(player)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(`${player.url}/?session=elements`)
  const shown = page.locator('.frames iframe').first().contentFrame()
  await expect(shown.locator('h1')).toHaveText('Basket')
  await page.getByRole('tab', { name: 'Elements' }).click()
  const tree = page.getByRole('tree', { name: 'Elements of the page' })
  const details = page.getByRole('region', { name: 'Details of the element' })

  await page.getByRole('button', { name: 'Pick an element in the page' }).click()
  const box = (await page.locator('.frames iframe').boundingBox())!
  const button = (await shown.locator('button').boundingBox())!
  expect(button.x).toBeGreaterThan(box.x)
  await page.mouse.click(button.x + button.width / 2, button.y + button.height / 2)
  await expect(details.getByText("page.getByTestId('pay-now')")).toBeVisible()
  await expect(details.getByText('[data-testid="pay-now"]')).toBeVisible()
  await expect(details.getByText('button “Pay now”')).toBeVisible()
  await expect(details.getByRole('img', { name: /^200 × 40/ })).toHaveAttribute(
    'aria-label',
    /margin 7 7 7 7/,
  )
  await page.getByRole('searchbox', { name: 'Find in all styles' }).fill('box-sizing')
  await expect(details.getByText('border-box')).toBeVisible()
  await page.screenshot({ path: info.outputPath('elements-light.png') })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.screenshot({ path: info.outputPath('elements-dark.png') })
  expect(await accessibilityProblems(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 320, height: 800 })
  await page.screenshot({ path: info.outputPath('elements-320.png') })
  expect(await accessibilityProblems(page)).toEqual([])

  const selected = tree.getByRole('treeitem', { selected: true })
  await expect(selected).toContainText('button')
  await tree.press('ArrowLeft')
  await expect(selected).toContainText('<form')
  // What would run is not there, and is not shown as if it were.
  await expect(selected).not.toContainText('steal')
  await tree.press('ArrowLeft')
  await expect(selected).toHaveAttribute('aria-expanded', 'false')
  await tree.press('ArrowRight')
  await tree.press('ArrowRight')
  await expect(selected).toContainText('<label')
  await tree.press('Home')
  await tree.press('End')
  await expect(selected).toContainText(HOSTILE)
})

test('the tree is that of the moment; what is hostile stays text', async ({ page, player }) => {
  serveShop(player)
  await page.goto(`${player.url}/?session=elements`)
  await page.getByRole('tab', { name: 'Elements' }).click()
  const search = page.getByRole('searchbox', { name: 'Find by text, tag, attribute or selector' })
  await search.fill('onerror')
  await expect(page.getByText('1 of 2')).toBeVisible()
  await search.press('Enter')
  const details = page.getByRole('region', { name: 'Details of the element' })
  await expect(details.getByText(/getByText/)).toBeVisible()
  expect(await page.title()).not.toBe('1')
  expect(await page.locator('main img').count()).toBe(0)
  await page.getByRole('slider', { name: 'Timeline' }).press('End')
  await expect(details.getByText(/This element is not in the page at 0:08/)).toBeVisible()
  await expect(page.getByText('1 of 1')).toBeVisible()
  await page.getByRole('slider', { name: 'Timeline' }).press('Home')
  await expect(details.getByText(/getByText/)).toBeVisible()
})
