import { createApiClient } from '../../shared/api/client.ts'
import { ADMIN_KEY, expect, test } from './fixtures.ts'
import { EMPTY, SHOP } from './seed.ts'

export function administrationTests(): void {
  test('a key is shown once, works, and stops working when it is revoked', async ({ page, server, open }) => {
    await open('/keys')
    await page.getByRole('button', { name: 'Make a key' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('For a script')
    await dialog.getByRole('checkbox', { name: /^Share/ }).check()
    await dialog.getByRole('button', { name: 'Make a key' }).click()
    const key = await dialog.getByRole('textbox', { name: 'Key' }).inputValue()
    const client = createApiClient({ baseUrl: server.url, key })
    expect(await client.me()).toMatchObject({
      keyName: 'For a script',
      scopes: ['read', 'share'],
      websites: [{ websiteId: 'default' }],
    })
    await dialog.getByRole('button', { name: 'I have kept it' }).click()
    await expect(page.getByText(key)).toBeHidden()
    await page.getByRole('button', { name: 'Revoke “For a script”' }).click()
    await dialog.getByRole('button', { name: 'Revoke' }).click()
    await expect(page.getByText('The key is revoked.')).toBeVisible()
    await expect(client.me()).rejects.toMatchObject({ status: 401 })
  })

  test('settings are kept, and a shorter time asks first', async ({ page, server, open }) => {
    await open('settings')
    await page.getByRole('checkbox', { name: 'Record visits' }).check()
    await page.getByRole('radio', { name: /A sample of all visits/ }).check()
    await page.getByRole('spinbutton', { name: /in percent/ }).fill('7')
    await page.getByRole('button', { name: 'Save' }).first().click()
    await expect(page.getByText('Saved')).toBeVisible()
    expect(await server.admin.config(SHOP)).toEqual({
      feature_flags: {
        enable_session_replay: true,
        session_replay_trigger: 'all',
        replay_sampling_rate: 0.07,
      },
    })
    await page.getByRole('combobox', { name: 'Sessions are kept for' }).selectOption('60 days (pro)')
    await page.getByRole('button', { name: 'Save' }).last().click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    const planOf = async () =>
      (await server.admin.listWebsites()).find(({ websiteId }) => websiteId === SHOP)?.plan
    expect(await planOf()).toBe('scale')
    await page.getByRole('button', { name: 'Save' }).last().click()
    await page.getByRole('button', { name: 'Change it' }).click()
    await expect(page.getByText('deleted 60 days after')).toBeVisible()
    expect(await planOf()).toBe('pro')

    await page.getByRole('button', { name: 'Add a website' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Café & Bar')
    await page.getByRole('button', { name: 'Add it' }).click()
    await expect(page).toHaveURL(/websites\/cafe-bar\/settings$/)
    await expect(page.getByRole('combobox', { name: 'Website' })).toHaveValue('cafe-bar')
  })

  test('links of a website: who opened them when, revoking one, and the log of it all', async ({
    page,
    server,
    open,
  }) => {
    const share = await server.client.createShare(server.recordedId, { t: 5000 })
    const token = share.url.split('/s/')[1]!
    const reader = createApiClient({ baseUrl: server.url })
    await reader.sharedManifest(token)
    await reader.sharedManifest(token)
    await open('shares')
    const row = page.getByRole('row').first()
    await expect(row).toContainText('from 0:05')
    await row.getByRole('button', { name: /opened 2 times/ }).click()
    await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(2)
    await page.keyboard.press('Escape')
    await row.getByRole('button', { name: 'Revoke' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await expect(row).toContainText('Revoked')
    await expect(reader.sharedManifest(token)).rejects.toMatchObject({ code: 'share-ended' })
    await page.getByRole('link', { name: 'Audit log' }).click()
    const entry = page.getByRole('row').first()
    await expect(entry).toContainText('Link revoked')
    await expect(page.getByRole('row').nth(1)).toContainText('Link opened')
    await expect(page.getByRole('row').nth(1)).toContainText('Reader of a link')
  })

  test('an erasure says what it deletes, and deletes that', async ({ page, server, open }) => {
    const of = async (visitorId: string) =>
      (await server.client.listSessions(SHOP, { visitorId })).total.count
    const [gone, stays] = [await of('visitor-6'), await of('visitor-5')]
    expect(gone).toBeGreaterThan(0)
    await open('erasure')
    await page.getByLabel('Id of the visitor').fill('visitor-6')
    await page.getByRole('button', { name: 'See what that would delete' }).first().click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText(`${gone} sessions`)
    await page.keyboard.press('Escape')
    expect(await of('visitor-6')).toBe(gone)
    await page.getByRole('button', { name: 'See what that would delete' }).first().click()
    await dialog.getByRole('button', { name: 'Erase for good' }).click()
    await expect(page.getByText(`${gone} sessions are erased.`)).toBeVisible()
    expect([await of('visitor-6'), await of('visitor-5')]).toEqual([0, stays])

    // All of a website only for who types its id.
    await page.getByRole('button', { name: 'See what that would delete' }).last().click()
    await expect(dialog.getByRole('button', { name: 'Erase for good' })).toBeDisabled()
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: 'Website' }).selectOption('Nothing yet')
    await expect(page).toHaveURL(new RegExp(`websites/${EMPTY}/erasure`))
    await page.getByRole('button', { name: 'See what that would delete' }).last().click()
    await expect(page.getByText('There is nothing to delete.')).toBeVisible()
  })

  test('a server without a team says how it gets one', async ({ page, open }) => {
    await open('/sync', { key: ADMIN_KEY })
    await expect(page.getByRole('heading', { name: 'Sessions stay on this server' })).toBeVisible()
  })
}
