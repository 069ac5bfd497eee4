import { DEVTOOLS_ARGS, openDevToolsPanel } from './devtools.ts'
import { tabIdOf } from '../support/extension-pages.mjs'
import { extensionWorker } from '../support/launch-chromium.mjs'
import { expect, record, stop, test } from './fixtures.ts'
import { playerIn } from './player.ts'

test.use({ chromiumArgs: DEVTOOLS_ARGS })

test('the real DevTools list the session and play it, with its console beside it', async ({
  context,
  extensionId,
  site,
}) => {
  const page = await context.newPage()
  await page.goto(
    site.page(
      '/fails',
      `<title>Basket</title><h1>Basket</h1><button>Pay</button><script>
        document.querySelector('button').onclick = () => {
          document.querySelector('h1').textContent = 'Paying'
          console.warn('slow answer')
          setTimeout(() => { throw new TypeError('no basket') })
        }
      </script>`,
    ),
  )
  const popup = await record(page)
  await page.getByRole('button', { name: 'Pay' }).click()
  await expect(popup.getByText('1 page, 1 error.')).toBeVisible()
  await popup.bringToFront()
  await stop(popup)

  const tabId = await tabIdOf(await extensionWorker(context), page)
  const { devtools, panel } = await openDevToolsPanel(context, extensionId, tabId)
  const player = playerIn(panel)
  // DevTools are still laying themselves out, and a click may land where the row was a moment ago.
  await expect(async () => {
    await panel.getByRole('row', { name: /Basket/ }).click()
    await expect(player.replay.getByRole('heading', { name: 'Basket' })).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: 20_000 })

  await player.pane('Console').click()
  await expect(panel.getByText('slow answer')).toBeVisible()
  await panel.getByText('Uncaught TypeError: no basket').first().click()
  await expect(player.replay.getByRole('heading', { name: 'Paying' })).toBeVisible()
  await devtools.screenshot({ path: test.info().outputPath('devtools.png') })
})
