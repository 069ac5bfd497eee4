import { playerIn } from '../chromium/player.ts'
import { expect, SESSIONS, test } from './fixtures.ts'
import { SHOP } from './seed.ts'

export function sessionTests(): void {
  test('sessions are narrowed and sorted by what the address says, and Back goes back', async ({
    page,
    server,
    open,
  }) => {
    await open()
    await expect(page.getByText(`${SESSIONS} sessions`)).toBeVisible()
    await page.getByRole('combobox', { name: 'Errors' }).selectOption('With errors')
    await page.getByRole('combobox', { name: 'Sort by' }).selectOption('Most errors')
    await expect(page).toHaveURL(/\?hasErrors=true&sort=errors$/)
    await expect(page.getByText('27 sessions')).toBeVisible()
    const counts = await page.getByRole('row').locator('.errors').allInnerTexts()
    expect(counts.map(Number)).toEqual(counts.map(Number).toSorted((a, b) => b - a))
    await page.getByRole('searchbox').fill('no such thing')
    await expect(page.getByRole('heading', { name: 'No session matches' })).toBeVisible()
    await expect(page).toHaveURL(/q=no\+such\+thing/)
    await page.getByRole('button', { name: 'Clear filters' }).last().click()
    await expect(page.getByText(`${SESSIONS} sessions`)).toBeVisible()
    await page.goBack()
    await page.goBack()
    await expect(page.getByRole('combobox', { name: 'Sort by' })).toHaveValue('recent')
    await expect(page.getByText('27 sessions')).toBeVisible()

    // Everything at once, by its address.
    const query =
      'device=mobile&browser=firefox&hasErrors=false&hasFrustration=false&minSeconds=10&trigger=instant'
    await page.goto(
      `${server.url}/dashboard/websites/${SHOP}/sessions?${query}&from=2026-01-01&to=2026-12-31`,
    )
    const { total } = await server.client.listSessions(SHOP, {
      device: 'mobile',
      browser: 'firefox',
      hasErrors: false,
      hasFrustration: false,
      minDuration: 10_000,
      trigger: 'instant',
    })
    expect(total.count).toBeGreaterThan(0)
    await expect(page.getByText(total.count === 1 ? '1 session' : `${total.count} sessions`)).toBeVisible()
    await expect(page.getByRole('combobox', { name: 'Kept because' })).toHaveValue('instant')
    await expect(page.getByRole('combobox', { name: 'Browser' })).toHaveValue('Firefox')
  })

  test('the list goes on while it is scrolled, to its end', async ({ page, open }) => {
    await open()
    await expect(page.getByRole('row').first()).toBeVisible()
    await page.getByRole('grid').focus()
    await expect(async () => {
      await page.keyboard.press('End')
      await expect(page.getByRole('link', { name: `Sign-in loops ${SESSIONS - 1}` })).toBeVisible({
        timeout: 500,
      })
    }).toPass()
    await expect(page.getByText('That is all.')).toBeVisible()
    await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(SESSIONS + 1))
  })

  test('waits with a skeleton, says that the server is away, and goes on by itself', async ({
    page,
    open,
  }) => {
    let answers = true
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    await page.route('**/api/websites/*/sessions?*', async (route) => {
      await released
      if (answers) await route.continue()
      else await route.abort('connectionrefused')
    })
    await open()
    await expect(page.getByRole('status', { name: 'Loading' })).toBeVisible()
    release()
    await expect(page.getByRole('row').first()).toBeVisible()
    answers = false
    await page.getByRole('button', { name: 'Look for new sessions' }).click()
    await expect(page.getByRole('heading', { name: 'The server does not answer' })).toBeVisible()
    answers = true
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await expect(page.getByRole('row').first()).toBeVisible()
  })

  test('a website without sessions says how they come', async ({ page, open }) => {
    await open()
    await page.getByRole('combobox', { name: 'Website' }).selectOption('Nothing yet')
    await expect(page.getByRole('heading', { name: 'No sessions yet' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'How to connect the extension' })).toHaveAttribute(
      'href',
      '/connect',
    )
  })

  test('a session is opened by keyboard alone, plays, is shared, and is gone back from', async ({
    page,
    context,
    open,
  }) => {
    await open()
    await expect(page.getByRole('row').first()).toBeVisible()
    await page.getByRole('grid').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const player = playerIn(page)
    await expect(player.replay.locator('h1')).toHaveText('Slow mornings')
    await player.timeline.press('PageUp')

    await page.getByRole('button', { name: 'Share' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('checkbox', { name: /Begin at 0:0/ })).toBeChecked()
    await page.getByRole('combobox', { name: 'Ends' }).selectOption('After a day')
    await page.getByRole('button', { name: 'Make a link' }).press('Enter')
    const url = await page.getByRole('textbox', { name: 'Link' }).inputValue()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()

    const reader = await context.newPage()
    await reader.goto(url)
    await expect(playerIn(reader).replay.locator('h1')).toHaveText('Slow mornings')
    await expect
      .poll(async () => Number(await playerIn(reader).timeline.getAttribute('aria-valuenow')))
      .toBeGreaterThan(0)
    await reader.close()

    await page.getByRole('link', { name: 'Back to the list' }).click()
    await expect(page.getByRole('grid')).toBeFocused()
    await expect(page.getByRole('row', { selected: true })).toContainText('Paying fails with a 500')
  })

  test('a deletion can be undone; one that is not is one', async ({ page, server, open }) => {
    await open('sessions?q=Search+finds+nothing+78')
    await page.getByRole('link', { name: 'Search finds nothing 78' }).click()
    await page.getByRole('button', { name: 'Delete' }).click()
    await expect(page.getByText('“Search finds nothing 78” is deleted.')).toBeVisible()
    await expect(page.getByRole('heading', { name: 'No session matches' })).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByRole('link', { name: 'Search finds nothing 78' })).toBeVisible()
    const count = async () =>
      (await server.client.listSessions(SHOP, { q: 'Search finds nothing 78' })).total.count
    expect(await count()).toBe(1)

    await page.getByRole('link', { name: 'Search finds nothing 78' }).click()
    await page.getByRole('button', { name: 'Delete' }).click()
    await expect(page.getByText('is deleted.')).toBeVisible()
    // Leaving the page ends the time to undo.
    await page.goto('about:blank')
    await expect.poll(count).toBe(0)
  })

  test('an error leads to its moment in a session', async ({ page, server, open }) => {
    await open('errors')
    await page.getByRole('link', { name: /^TypeError Cannot read/ }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Cannot read properties of undefined')
    const [group] = await server.admin.errorGroups(SHOP)
    const moments = await server.admin.errorMoments(SHOP, group!.fingerprint)
    const views = page.getByRole('link', { name: /View session/ })
    await expect(views).toHaveCount(moments.length)
    await views.first().click()
    await expect(page).toHaveURL(new RegExp(`sessions/${moments[0]!.sessionId}\\?t=${moments[0]!.atMs}$`))
    const player = playerIn(page)
    await expect(player.replay.locator('h1')).toHaveText('Checkout')
    const atMs = Math.min(moments[0]!.atMs, 26_294)
    await expect
      .poll(async () => Math.abs(Number(await player.timeline.getAttribute('aria-valuenow')) - atMs / 1000))
      .toBeLessThan(1)
  })
}
