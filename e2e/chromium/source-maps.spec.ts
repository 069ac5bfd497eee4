import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, record, stop, test } from './fixtures.ts'
import { openPanel } from './seed.ts'
import { onlySession } from './store.ts'

/** Line 1, column 0 of `app.js` is line 3, column 2 of `src/pay.ts`, in `pay`; all of the line is. */
const FILES: Record<string, [type: string, body: string]> = {
  '/': ['text/html', '<!doctype html><title>Basket</title><h1>Basket</h1><script src="/app.js"></script>'],
  '/app.js': [
    'text/javascript',
    'setTimeout(function e(){throw new Error("no basket")},500)\n//# sourceMappingURL=app.js.map\n',
  ],
  '/app.js.map': [
    'application/json',
    JSON.stringify({
      version: 3,
      sources: ['src/pay.ts'],
      sourcesContent: ['export function pay() {\n  check()\n  throw new Error("no basket")\n}\n'],
      names: ['pay'],
      mappings: 'AAEEA',
    }),
  ],
}

test('the panel asks the site for source maps when somebody wants that, and not before', async ({
  context,
  extensionId,
  inside,
}) => {
  const asked: { url: string; cookie: string | undefined }[] = []
  const server = createServer((request, response) => {
    const url = request.url ?? ''
    asked.push({ url, cookie: request.headers.cookie })
    const [type, body] = FILES[url] ?? ['text/plain', '']
    response.writeHead(body === '' ? 404 : 200, { 'content-type': type, 'set-cookie': 'session=private' })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const site = `http://localhost:${(server.address() as AddressInfo).port}`
  try {
    const page = await context.newPage()
    await page.goto('about:blank')
    await page.goto(`${site}/`)
    const popup = await record(page)
    await page.reload()
    await expect(popup.getByText(/1 error/)).toBeVisible()
    await popup.bringToFront()
    await stop(popup)
    await page.close()
    const { sessionId } = await onlySession(inside)

    const panel = await context.newPage()
    const before = asked.length
    await openPanel(panel, extensionId, `?session=${sessionId}`)
    await panel.getByRole('tab', { name: /^Errors/ }).click()
    await expect(panel.getByText(/app\.js:1/).first()).toBeVisible()
    expect(asked).toHaveLength(before)
    await panel.getByRole('button', { name: `Load source maps from ${new URL(site).host}` }).click()
    await expect(panel.getByText('pay.ts:3:3').first()).toBeVisible()
    await expect(panel.getByText('throw new Error("no basket")')).toBeVisible()
    const requests = asked.slice(before)
    expect(requests.map(({ url }) => url)).toEqual(['/app.js', '/app.js.map'])
    expect(requests.every(({ cookie }) => cookie === undefined)).toBe(true)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
