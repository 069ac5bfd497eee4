import type { Page } from '@playwright/test'
import { launchChromium } from '../support/launch-chromium.mjs'
import { ask } from './ask.ts'
import { expect, openInside, record, stop, test } from './fixtures.ts'
import { playerIn } from './player.ts'
import { killBrowser, killWorker } from './kill.ts'
import { onlySession, payloadsOf, storedEvents } from './store.ts'

// Nothing that was recorded is lost: neither when the service worker dies, nor when the browser does.

/** Counts up to the console and the document 25 times a second, and says when it counted. */
const COUNTER = `<title>Counter</title><h1>0</h1><script>
  let n = 0
  setInterval(() => {
    n++
    document.querySelector('h1').textContent = n
    console.log('tick', n, Date.now())
  }, 40)
</script>`

/** What was counted, as it stands in the store. */
async function ticks(inside: Page): Promise<{ n: number; at: number }[]> {
  const { sessionId } = await onlySession(inside)
  return payloadsOf(await storedEvents(inside, sessionId), 'qa.console')
    .filter(({ args }) => args[0] === 'tick')
    .map(({ args }) => ({ n: args[1] as number, at: args[2] as number }))
    .sort((a, b) => a.n - b.n)
}

/** Waits until the store holds what the page has counted by now. */
async function storeCaughtUp(page: Page, inside: Page): Promise<void> {
  const counted = Number(await page.locator('h1').textContent())
  await expect.poll(async () => (await ticks(inside)).at(-1)?.n ?? 0).toBeGreaterThanOrEqual(counted)
}

test('killing the service worker three times loses nothing and doubles nothing', async ({
  context,
  extensionId,
  inside,
  site,
}) => {
  const page = await context.newPage()
  await page.goto(site.page('/counter', COUNTER))
  const popup = await record(page)
  const recordedFrom = Number(await page.locator('h1').textContent())
  for (let round = 0; round < 3; round++) {
    await storeCaughtUp(page, inside)
    await killWorker(context, extensionId)
  }
  await storeCaughtUp(page, inside)
  await stop(popup)

  const numbers = (await ticks(inside)).map(({ n }) => n)
  const [first, last] = [numbers[0]!, numbers.at(-1)!]
  expect(first).toBeLessThanOrEqual(recordedFrom + 1)
  expect(numbers).toEqual(Array.from({ length: last - first + 1 }, (_, i) => first + i))
  expect((await onlySession(inside)).metadata.incomplete).toBeUndefined()
})

test('SIGKILL of the browser loses at most the last second; the session is listed as interrupted', async ({
  profile,
  context,
  inside,
  site,
}) => {
  const page = await context.newPage()
  await page.goto(site.page('/counter', COUNTER))
  await record(page)
  await storeCaughtUp(page, inside)
  const killedAt = Date.now()
  await killBrowser(context)

  const again = await launchChromium({ profile })
  try {
    const insideAgain = await openInside(again, new URL(inside.url()).host)
    await expect.poll(async () => (await onlySession(insideAgain)).state, { timeout: 20_000 }).toBe('stopped')
    const { sessionId, metadata } = await onlySession(insideAgain)
    expect(metadata.incomplete?.map(({ reason }) => reason)).toEqual(['browser-ended'])
    const kept = await ticks(insideAgain)
    expect(kept.at(-1)!.at).toBeGreaterThan(killedAt - 1000)
    expect(kept.map(({ n }) => n)).toEqual(kept.map((_, i) => kept[0]!.n + i))
    const reply = await ask(insideAgain, 'session.get', { sessionId })
    expect(reply.ok && reply.value?.metadata.sessionId).toBe(sessionId)

    const panel = await again.newPage()
    await panel.goto(
      `chrome-extension://${new URL(inside.url()).host}/devtools-panel/panel.html?session=${sessionId}`,
    )
    const player = playerIn(panel)
    await player.timeline.focus()
    await panel.keyboard.press('End')
    await expect(player.replay.locator('h1')).toHaveText(String(kept.at(-1)!.n))
  } finally {
    await again.close()
  }
})
