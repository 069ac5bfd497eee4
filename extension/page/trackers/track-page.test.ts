// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import type { PagePayload } from '../../../shared/session/events.ts'
import { trackPage } from './track-page.ts'

// happy-dom's window takes listeners only by its own methods.
vi.mock('../natives.ts', async (original) => ({
  ...(await original<object>()),
  listen(
    target: EventTarget,
    type: string,
    listener: (event: Event) => void,
    options?: AddEventListenerOptions,
  ) {
    target.addEventListener(type, listener, options)
    return () => target.removeEventListener(type, listener, options)
  },
}))

let stop = () => {}
afterEach(() => stop())

it('reports the title and its changes, and none that is declared private', async () => {
  document.head.innerHTML = '<title>Shop</title>'
  const titles: string[] = []
  stop = trackPage((_tag, payload) => titles.push((payload as PagePayload).title))
  const settled = () => new Promise((resolve) => setTimeout(resolve))
  document.title = 'Cart'
  await settled()
  document.querySelector('title')!.setAttribute('data-private', '')
  document.title = 'Cart of Anna'
  await settled()
  expect(titles).toEqual(['Shop', 'Cart', ''])
})
