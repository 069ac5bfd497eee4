import { accessibilityProblems } from '../chromium/axe.ts'
import { ADMIN_KEY, expect, test } from './fixtures.ts'
import { SHOP } from './seed.ts'

export function accessTests(): void {
  test('a key that is not one is refused; a good one is kept in the tab, and nowhere else', async ({
    page,
    context,
    server,
    open,
  }) => {
    const foreign: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url) && !/^(?:data|blob):/.test(request.url()))
        foreign.push(request.url())
    })
    const refusals: string[] = []
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) refusals.push(message.text())
    })
    await page.goto(server.url)
    await page.getByLabel('API key', { exact: true }).fill('not-a-key')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('alert')).toContainText('not a key of this server')
    await open('sessions')
    await expect(page.getByRole('row').first()).toBeVisible()
    expect(await context.cookies()).toEqual([])
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
    expect([foreign, refusals]).toEqual([[], []])

    // A new tab is signed in by the one that is open, and both are signed out together.
    const second = await context.newPage()
    await second.goto(`${server.url}/dashboard`)
    await expect(second).toHaveURL(/websites\/default\/sessions/)
    await second.getByRole('button', { name: 'Sign out' }).click()
    await expect(second.getByLabel('API key', { exact: true })).toBeVisible()
    await expect(page.getByLabel('API key', { exact: true })).toBeVisible()
    await page.reload()
    await expect(page.getByLabel('API key', { exact: true })).toBeVisible()
  })

  test('the link that the server prints signs in once', async ({ page, browser, server }) => {
    await page.goto(server.dashboardUrl)
    await expect(page.getByRole('link', { name: 'API keys' })).toBeVisible()
    expect(new URL(page.url()).hash).toBe('')
    const elsewhere = await browser.newContext()
    const other = await elsewhere.newPage()
    await other.goto(server.dashboardUrl)
    await expect(other.getByRole('alert')).toContainText('was used before')
    await elsewhere.close()
  })

  test('who may only read and share sees no more', async ({ page, server, open }) => {
    await open('sessions', { key: server.readerKey })
    await expect(page.getByRole('navigation').getByRole('link')).toHaveText([
      'Sessions',
      'Errors',
      'Shared links',
    ])
    await page.getByRole('row').first().getByRole('link').click()
    await expect(page.getByRole('button', { name: 'Share' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Delete' })).toBeHidden()
    await page.goto(`${server.url}/dashboard/keys`)
    await expect(page.getByRole('heading', { name: 'This key may not see it' })).toBeVisible()
  })

  test('a key that is revoked meanwhile ends the visit', async ({ page, server, open }) => {
    const { key, keyId } = await server.admin.createKey({
      name: 'Short',
      scopes: ['read'],
      websiteIds: [SHOP],
    })
    await open('sessions', { key })
    await expect(page.getByRole('row').first()).toBeVisible()
    await server.admin.revokeKey(keyId)
    await page.getByRole('link', { name: 'Errors' }).click()
    await expect(page.getByRole('alert')).toContainText('no longer valid')
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
  })

  const SCREENS = [
    'sessions',
    'errors',
    'shares',
    'settings',
    'audit',
    'erasure',
    '/keys',
    '/sync',
    '/nothing',
  ]

  test('every screen is sound for screen readers, in light and dark, and fits a small phone', async ({
    page,
    server,
    open,
  }) => {
    await open('sessions', { key: ADMIN_KEY })
    for (const [index, screen] of SCREENS.entries()) {
      const path = screen.startsWith('/') ? screen : `/websites/${SHOP}/${screen}`
      await page.emulateMedia({ colorScheme: index % 2 === 0 ? 'light' : 'dark' })
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto(`${server.url}/dashboard${path}`)
      await expect(page.getByRole('heading').first()).toBeVisible()
      await expect(page.getByRole('status', { name: 'Loading' })).toBeHidden()
      expect(await accessibilityProblems(page), `${screen}, wide`).toEqual([])
      await page.emulateMedia({ colorScheme: index % 2 === 0 ? 'dark' : 'light' })
      await page.setViewportSize({ width: 320, height: 640 })
      expect(await accessibilityProblems(page), `${screen}, narrow`).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth), screen).toBe(320)
    }
  })

  test('dialogs and an open session are sound for screen readers', async ({ page, server, open }) => {
    await open(`sessions/${server.recordedId}`)
    await page.getByRole('button', { name: 'Share' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await accessibilityProblems(page)).toEqual([])
    await page.goto(`${server.url}/dashboard/keys`)
    for (const name of ['Make a key', 'Connect a tester']) {
      await page.getByRole('button', { name }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await accessibilityProblems(page), name).toEqual([])
      await page.keyboard.press('Escape')
    }
  })
}
