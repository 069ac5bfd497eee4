import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { fillCheckout, SHOPPER } from '../support/shopping.mjs'
import type { ServerProcess } from '../support/server-process.mjs'
import { ask, connectServer } from './ask.ts'
import { expect, record, share, stop, test } from './fixtures.ts'
import { onlySession, storeText } from './store.ts'

// No build may ever record a password. What the shopper types is looked for in every byte that was kept or sent.

const { name, address, email, card, password, ssn, note, expires } = SHOPPER

/** In every form in which it could get out. */
const SECRETS = [
  ...[email, card, password, ssn, note, expires],
  ...[card, ssn].map((digits) => digits.replace(/\D/g, '')),
  ...[
    'ada.lovelace',
    'analytical.example',
    'difference-engine',
    '4242 4242',
    '536-22',
    'brass hedgehog',
    'Albrecht',
  ],
  ...[email, card, password].map(encodeURIComponent),
]

const found = (text: string) => SECRETS.filter((secret) => text.includes(secret))

test('what is private in the shop is neither in the store nor on the server', async ({
  context,
  inside,
  server,
  shopUrl,
}) => {
  await connectServer(inside, server)
  const page = await context.newPage()
  await page.goto(shopUrl)
  const popup = await record(page)
  await page.goto(`${shopUrl}/products/tideline-mug`)
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.getByText('It is in your cart').waitFor()
  await page.goto(`${shopUrl}/checkout`)
  await fillCheckout(page)
  await page.evaluate((secrets) => console.log('typed', secrets), { email, card, ssn })
  await page.getByRole('button', { name: /^Pay/ }).click()
  await page.getByRole('heading', { name: 'Thank you' }).waitFor()
  await popup.bringToFront()
  await stop(popup)
  await share(popup)

  const text = await storeText(inside)
  expect(found(text)).toEqual([])
  // Masking everything would be a failure as well.
  for (const ordinary of [name, address, 'Tideline Mug', 'Full name']) expect(text).toContain(ordinary)

  const { sessionId } = await onlySession(inside)
  const replay = await served(inside, server, sessionId)
  expect(replay).toContain(name)
  expect(found(replay)).toEqual([])
  expect(found(filesOf(server.dataDir))).toEqual([])
  expect(found(server.output())).toEqual([])
})

/** All that the server's API gives of a session. */
async function served(inside: Page, server: ServerProcess, sessionId: string): Promise<string> {
  const status = await ask(inside, 'server.status', {})
  if (!status.ok || !status.value.connected) throw new Error('not connected')
  const paths = [`/api/replay/${sessionId}`, `/api/websites/${status.value.websiteId}/sessions`]
  const answers = paths.map(async (path) => {
    const response = await fetch(server.url + path, {
      headers: { authorization: `Bearer ${server.adminKey}` },
    })
    expect(response.status).toBe(200)
    return response.text()
  })
  return (await Promise.all(answers)).join()
}

/** Every byte under a folder, as text. */
function filesOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')
}
