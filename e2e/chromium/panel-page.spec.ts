import { expect, record, stop, test } from './fixtures.ts'
import { playerIn } from './player.ts'

test('the panel as a page: keys play, pause and seek; it loads nothing of the recorded site', async ({
  context,
  extensionId,
  site,
}) => {
  const page = await context.newPage()
  await page.goto(
    site.page(
      '/clock',
      `<title>Clock</title><h1>0</h1><script>
      let n = 0
      setInterval(() => (document.querySelector('h1').textContent = ++n), 100)
    </script>`,
    ),
  )
  const popup = await record(page)
  await expect.poll(async () => Number(await page.locator('h1').textContent())).toBeGreaterThan(40)
  await popup.bringToFront()
  await stop(popup)

  const requested: string[] = []
  context.on('request', (request) => requested.push(request.url()))
  const opened = context.waitForEvent('page')
  await popup.getByRole('button', { name: 'Open in panel' }).click()
  const panel = await opened
  const player = playerIn(panel)
  const shown = async () => Number(await player.replay.locator('h1').textContent())
  await expect(player.replay.locator('h1')).toBeVisible()

  await panel.locator('body').press('Space')
  await expect.poll(shown).toBeGreaterThan(5)
  await panel.locator('body').press('Space')
  await expect(player.play).toBeVisible()
  await player.timeline.press('End')
  await expect.poll(shown).toBeGreaterThan(35)
  await player.timeline.press('Home')
  await expect.poll(shown).toBeLessThan(35)
  expect(requested.filter((url) => !url.startsWith(`chrome-extension://${extensionId}/`))).toEqual([])
})
